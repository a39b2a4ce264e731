from __future__ import annotations

import re
import sys
from collections import Counter
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import phonenumbers
import pytest
from stdnum import iban, imei, iso11649, luhn, mac, vatin, verhoeff
from stdnum.be import eid, ogm_vcs, ssn, vat
from stdnum.be import iban as be_iban
from stdnum.de import idnr
from stdnum.fr import nir
from stdnum.nl import bsn

BENCH = Path(__file__).parents[3] / "bench"
sys.path.insert(0, str(BENCH))

from accuracy import generator, generator_decoys  # noqa: E402
from accuracy.generator_cards import labels  # noqa: E402
from accuracy.generator_people import ORIGINS, stock  # noqa: E402
from accuracy.samples import Sample  # noqa: E402

LANGUAGES = ("fr", "nl", "de", "en")
ENTITIES = set(
    """BE_NATIONAL_REGISTER_NUMBER BE_BIS_NUMBER IBAN_CODE PHONE_NUMBER EMAIL_ADDRESS PERSON ADDRESS DATE_OF_BIRTH
    CREDIT_CARD BE_ENTERPRISE_NUMBER BE_STRUCTURED_COMMUNICATION CUSTOMER_NUMBER BE_EID_CARD_NUMBER BE_PASSPORT_NUMBER
    BE_DRIVING_LICENCE_NUMBER BE_RESIDENCE_CARD_NUMBER TRAVEL_DOCUMENT_NUMBER BE_SOCIAL_SECURITY_CARD_NUMBER
    BE_LEGACY_ACCOUNT_NUMBER BIC CREDITOR_REFERENCE BE_ESTABLISHMENT_UNIT_NUMBER VAT_NUMBER BE_HEALTH_PROVIDER_NUMBER
    BE_LICENCE_PLATE VEHICLE_IDENTIFICATION_NUMBER IP_ADDRESS MAC_ADDRESS IMEI IMSI ICCID ONLINE_IDENTIFIER CREDENTIAL
    SOCIAL_PROFILE GPS_COORDINATES ICD_CODE MENTAL_ICD_CODE ATC_CODE MENTAL_ATC_CODE CNK_CODE NOMENCLATURE_CODE
    HEALTH_INSURANCE_NUMBER EMPLOYEE_NUMBER STUDENT_NUMBER POLICY_NUMBER FILE_NUMBER FR_NIR NL_BSN DE_TAX_ID
    LU_NATIONAL_ID""".split()
)
CATEGORIES = set(
    """identification electronic_identification electronic_location financial personal_characteristics physical household
    leisure housing education profession national_number physical_health mental_health expressed_needs audiovisual
    external_sources undeclared:judicial undeclared:racial_ethnic undeclared:sexual_life undeclared:political_opinions
    undeclared:trade_union undeclared:beliefs undeclared:lifestyle undeclared:affiliations""".split()
)
CHECKS = {
    "BE_NATIONAL_REGISTER_NUMBER": lambda x: ssn.guess_type(x) == "nn" and 1 <= int(x[6:9]) <= 998,
    "BE_BIS_NUMBER": lambda x: ssn.guess_type(x) == "bis",
    "IBAN_CODE": lambda x: (be_iban if x.startswith("BE") else iban).is_valid(x),
    "PHONE_NUMBER": lambda x: phonenumbers.is_valid_number(phonenumbers.parse(x)),
    "DATE_OF_BIRTH": lambda x: date.fromisoformat(x).year > 1900,
    "CREDIT_CARD": luhn.is_valid,
    "BE_ENTERPRISE_NUMBER": lambda x: len(x) == 10 and vat.is_valid(x),
    "BE_ESTABLISHMENT_UNIT_NUMBER": lambda x: x[0] in "2345678" and 97 - int(x[:8]) % 97 == int(x[8:]),
    "BE_STRUCTURED_COMMUNICATION": ogm_vcs.is_valid,
    "BE_EID_CARD_NUMBER": eid.is_valid,
    "BE_LEGACY_ACCOUNT_NUMBER": lambda x: len(x) == 12 and (int(x[:10]) % 97 or 97) == int(x[10:]),
    "CREDITOR_REFERENCE": iso11649.is_valid,
    "VAT_NUMBER": vatin.is_valid,
    "BE_HEALTH_PROVIDER_NUMBER": lambda x: int(x[6:8]) in (97 - int(x[:6]) % 97, 89 - int(x[:6]) % 89),
    "MAC_ADDRESS": lambda x: mac.is_valid(x, validate_manufacturer=False),
    "IMEI": imei.is_valid,
    "ICCID": luhn.is_valid,
    "FR_NIR": nir.is_valid,
    "NL_BSN": bsn.is_valid,
    "DE_TAX_ID": idnr.is_valid,
    "LU_NATIONAL_ID": lambda x: luhn.is_valid(x[:12]) and verhoeff.is_valid(x[:11] + x[12]),
}


SETS = pytest.mark.parametrize("held_out", range(len(ORIGINS)), ids=ORIGINS)
HELD_OUT = pytest.mark.parametrize("held_out", range(1, len(ORIGINS)), ids=ORIGINS[1:])


@cache
def _made(language: str, held_out: int) -> tuple[Sample, ...]:
    return tuple(generator.samples(5, language, 400, held_out=held_out))


@SETS
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entity_and_category_occurs_in_every_language(language: str, held_out: int) -> None:
    made = _made(language, held_out)

    assert {m.entity for sample in made for m in sample.mentions} == ENTITIES
    assert {c for sample in made for c in sample.categories} == CATEGORIES


@SETS
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_value_is_valid_by_the_rule_of_its_entity(language: str, held_out: int) -> None:
    wrong = [
        (m.entity, m.value)
        for sample in _made(language, held_out)
        for m in sample.mentions
        if not CHECKS.get(m.entity, bool)(m.value) and m.entity != "CREDENTIAL"
    ]

    assert wrong == []


@SETS
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_marked_text_is_the_value_and_no_more(language: str, held_out: int) -> None:
    for sample in _made(language, held_out):
        for m in sample.mentions:
            assert m.text == m.text.strip(), (sample.source, m)
            assert sample.text[m.start : m.end] == m.text
        places = sorted((x.start, x.end) for x in sample.mentions)
        assert all(one[1] <= other[0] for one, other in pairwise(places)), sample.source


@SETS
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_slot_of_a_template_is_left_open(language: str, held_out: int) -> None:
    for sample in _made(language, held_out):
        assert "{" not in sample.text, sample.source
        assert "}" not in sample.text, sample.source


@SETS
@pytest.mark.parametrize("language", LANGUAGES)
def test_documents_about_nobody_hold_no_mention_and_no_category(language: str, held_out: int) -> None:
    neutral = [s for s in _made(language, held_out) if "/neutral-" in s.source]

    assert len(neutral) > 60
    assert all(not s.mentions and not s.categories for s in neutral)


@SETS
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_belongs_to_one_person(language: str, held_out: int) -> None:
    owners: dict[str, set[str]] = {}
    for sample in _made(language, held_out):
        for m in sample.mentions:
            if m.entity == "BE_NATIONAL_REGISTER_NUMBER" and m.subject:
                owners.setdefault(m.value, set()).add(m.subject)

    assert owners
    assert all(len(people) == 1 for people in owners.values())
    people = generator.People(5, language, origin=ORIGINS[held_out])
    names = Counter(people.draw().name.casefold() for _ in range(1500))
    assert names.most_common(1)[0][1] == 1


@SETS
@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_wordings(language: str, held_out: int) -> None:
    documents, neutral = (f(language, held_out=held_out) for f in (generator.documents, generator.neutral))
    assert len({t.text for t in documents}) >= 30
    assert len({t.text for t in neutral}) >= 12
    assert len({t.text for t in documents + neutral}) >= 40
    assert len(set(generator.remarks(language, held_out=held_out))) >= (40 if held_out else 60)


@HELD_OUT
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_held_out_set_repeats_no_text_and_no_look_alike_of_an_earlier_one(language: str, held_out: int) -> None:
    for earlier in range(held_out):
        for templates in (generator.documents, generator.neutral, generator.sentences):
            first, second = ({t.text for t in templates(language, held_out=one)} for one in (earlier, held_out))
            assert not first & second
        first, second = (set(generator.remarks(language, held_out=one)) for one in (earlier, held_out))
        assert not first & second


@pytest.mark.parametrize("kind", ["men", "women", "families", "streets"])
@pytest.mark.parametrize("held_out", [2, 3])
def test_a_later_held_out_set_has_no_name_of_an_earlier_one(kind: str, held_out: int) -> None:
    *earlier, own = (
        {
            word
            for words in stock(origin).names[kind].values()
            for word in (words.split() if kind != "streets" else words)
        }
        for origin in ORIGINS[: held_out + 1]
    )

    assert own
    assert not own & set().union(*earlier)


@HELD_OUT
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_held_out_set_has_a_label_for_every_field_that_a_card_draws(language: str, held_out: int) -> None:
    fields = set(labels("templates"))

    assert fields <= set(labels(ORIGINS[held_out]))
    assert all(word for name in fields for word in labels(ORIGINS[held_out])[name][language])


@HELD_OUT
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slot_for_a_look_alike_of_a_held_out_set_is_of_a_kind_that_exists(language: str, held_out: int) -> None:
    traps = generator_decoys.TRAPS[held_out - 1]
    templates = generator.documents(language, held_out=held_out) + generator.neutral(language, held_out=held_out)
    texts = generator.remarks(language, held_out=held_out) + tuple(t.text for t in templates)
    used = {name for text in texts for name in re.findall(r"\{x\.(\w+)\}", text)}

    assert used <= set(generator_decoys.DECOYS) | set(traps)
    assert set(traps) <= used


def test_each_kind_of_value_of_the_third_held_out_set_stands_in_five_documents_or_more() -> None:
    documents = {
        entity: {
            sample.source
            for language in LANGUAGES
            for sample in _made(language, 3)
            if not sample.source.rsplit("/", 1)[1].startswith(("card", "note"))
            and any(m.entity == entity for m in sample.mentions)
        }
        for entity in ENTITIES
    }

    assert {entity: len(sources) for entity, sources in documents.items() if len(sources) < 5} == {}


def test_each_kind_of_look_alike_has_a_name_of_its_own() -> None:
    names = Counter(name for kinds in (generator_decoys.DECOYS, *generator_decoys.TRAPS) for name in kinds)

    assert max(names.values()) == 1


def test_the_same_seed_gives_the_same_samples_and_another_one_others() -> None:
    first = list(generator.samples(8, "nl", 40))

    assert first == list(generator.samples(8, "nl", 40))
    assert first != list(generator.samples(9, "nl", 40))


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("badogm", ogm_vcs.is_valid),
        ("badniss", ssn.is_valid),
        ("badcard", lambda x: luhn.is_valid(x.replace(" ", ""))),
        ("badiban", lambda x: iban.is_valid(x, check_country=False)),
    ],
)
def test_a_spoiled_number_fails_its_check(name: str, holds: object) -> None:
    rng = generator.random.Random(4)

    assert not any(holds(generator_decoys.decoy(name, rng).text) for _ in range(300))  # type: ignore[operator]


@SETS
def test_a_share_is_made_again_by_its_seed_and_its_text_files_hold_their_truth(
    tmp_path: Path,
    held_out: int,
) -> None:
    import json

    from accuracy.share import Share

    for name in ("one", "two"):
        Share(tmp_path / name, seed=2, size=8, held_out=held_out).write()
    one, two = (
        {str(p.relative_to(tmp_path / n)): p.read_bytes() for p in (tmp_path / n).rglob("*") if p.is_file()}
        for n in ("one", "two")
    )

    assert one == two
    rows = [json.loads(line) for line in one["truth/mentions.jsonl"].decode().splitlines()]
    pages = [row for row in rows if row["path"].endswith((".csv", ".sql")) and "\\" not in row["text"]]
    assert pages
    assert all(
        row["text"] in one[f"share/{row['path']}"].decode("utf-8-sig").replace('\\"', '"').replace("\\'", "'")
        for row in pages
    )
