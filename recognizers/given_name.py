"""Names of persons in running text, told by their given names, and by roles, labels and verbs around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from recognizers.name_context import (
    Hint,
    hint_after,
    hint_before,
    is_company,
    is_in_address,
    is_named_after,
    is_thing,
    particles_before,
)
from recognizers.name_recall import recalled
from recognizers.name_runs import Segment, Word, runs
from recognizers.name_words import Kind, is_acronym, is_family, is_of_organization, is_role
from recognizers.person import is_no_person
from recognizers.spans import Span, SpanRecognizer

SCORE, HINTED_SCORE, RECALLED_SCORE = 0.6, 0.75, 0.55
_JOINING = frozenset({"de", "des", "du", "von", "zu", "zum", "zur", "op", "het", "la", "van"})
"""Particles that join the names of places and ordinary words, too."""
_MOST = 3
"""So many words of a name may follow the given name."""

Found = tuple[int, int, float]


class GivenNameRecognizer(SpanRecognizer):
    """Finds `Jan Peeters` and `PEETERS Jan` wherever they stand, by their given names; rarer names beside a hint.

    Hints are roles (`le locataire …`), labels before, above or behind, lines of their own, verbs. Streets and
    institutions named after somebody are left out.
    """

    ENTITIES = ("PERSON",)
    VERSION = "2"
    label_score = 0.85

    def spans(self, text: str) -> Iterator[Span]:
        """See `SpanRecognizer.spans`."""
        found = [
            (start, end, score)
            for segments in runs(text)
            for start, end, score in _in_run(text, segments)
            if not is_no_person(text[start:end]) and not is_company(text, end)
        ]
        found += [(start, end, RECALLED_SCORE) for start, end in recalled(text, (name[:2] for name in found))]
        for start, end, score in found:
            yield "PERSON", start, end, score


def _in_run(text: str, segments: list[Segment]) -> Iterator[Found]:
    whole = segments[0].words[0].start, segments[-1].words[-1].end
    turned = _turned(text, segments, whole) if len(segments) > 1 else {}
    for at, segment in enumerate(segments):
        if at in turned:
            yield turned[at]
        elif at - 1 not in turned and len(segment.words) > 1:
            found, score = _in_segment(text, segment, whole)
            if found and not is_thing(found[-1].text) and not is_named_after(text, found[0].start, found[-1].end):
                yield _start(text, found, segment), found[-1].end, score


def _in_segment(text: str, segment: Segment, whole: tuple[int, int]) -> tuple[list[Word], float]:
    """Find a name; what stands around is asked only where the words alone do not tell."""
    most = _named(segment.words, Hint.LABEL)
    if not most:
        return [], 0
    least = _named(segment.words, Hint.NONE)
    if least == most:
        return least, SCORE
    start, end = segment.words[0].start, segment.words[-1].end
    hint = max(hint_before(text, start, whole), hint_after(text, end), Hint.ROLE if segment.role else Hint.NONE)
    if is_in_address(text, end, [word.text for word in segment.words[-3:]]):
        hint = Hint.LABEL
    if segment.listed and not hint:
        hint = min(hint_before(text, whole[0], whole), Hint.WEAK)
    return _named(segment.words, hint), HINTED_SCORE if hint >= Hint.ROLE else SCORE


def _start(text: str, found: list[Word], segment: Segment) -> int:
    """Give where a name starts; of a family name that comes first, with the particles in small letters before it."""
    start = found[0].start
    if found[0] is not segment.words[0] or found[0].kind in (Kind.GIVEN, Kind.INITIAL):
        return start
    return particles_before(text, start)


def _turned(text: str, segments: list[Segment], whole: tuple[int, int]) -> dict[int, Found]:
    """Find `Peeters, Jan`: two segments with a comma between, by the number of the first."""
    found: dict[int, Found] = {}
    for at, (family, given) in enumerate(pairwise(segments)):
        if at - 1 in found or not given.listed or given.role or not _is_turned(family.words, given.words):
            continue
        start, end = family.words[0].start, given.words[-1].end
        hint = max(Hint.ROLE if family.role else Hint.NONE, hint_before(text, start, whole), hint_after(text, end))
        if hint >= _needed_turned(family.words[-1], given.words):
            found[at] = (start, end, HINTED_SCORE)
    return found


def _needed_turned(family: Word, given: list[Word]) -> Hint:
    if given[0].kind is not Kind.GIVEN:
        return Hint.LABEL
    sure = family.kind is not Kind.GIVEN and is_family(family.text) and len(given) == 1
    return Hint.NONE if sure else Hint.LINE


def _is_turned(family: list[Word], given: list[Word]) -> bool:
    cores = _cores(family)
    if not 1 <= len(cores) <= 2 or not 1 <= len(given) <= 2:
        return False
    if len(cores) == 2 and cores[0].kind in (Kind.GIVEN, Kind.DOUBTFUL, Kind.INITIAL):
        return False
    if any(word.kind is Kind.PARTICLE for word in given) or _is_odd(given[0]):
        return False
    return _is_family_part(family) and all(word.kind in (Kind.GIVEN, Kind.INITIAL) for word in given[1:])


def _is_family_part(words: list[Word]) -> bool:
    """Tell whether words may be a family name: no given name but one that is a family name, too."""
    return all(
        word.kind is Kind.PARTICLE
        or (
            (word.kind is not Kind.INITIAL and not _is_odd(word))
            and (word.kind is not Kind.GIVEN or is_family(word.text))
        )
        for word in words
    )


def _is_odd(word: Word) -> bool:
    """Tell whether a word is one of organizations, or of grammar."""
    return word.kind is not Kind.GIVEN and is_of_organization(word.text) and not is_family(word.text)


def _cores(words: Sequence[Word]) -> list[Word]:
    return [word for word in words if word.kind is not Kind.PARTICLE]


def _named(words: list[Word], hint: Hint) -> list[Word]:
    """Give the words of a segment that are a name, or none."""
    while words and words[-1].kind is Kind.PARTICLE:
        words = words[:-1]
    if _is_noun_of(words, hint):
        words = words[2:]
    first = next((at for at, word in enumerate(words) if word.kind is Kind.GIVEN), None)
    if first is None:
        return _without_given(words, hint)
    before, after = words[:first], words[first + 1 :]
    if before and _cores(before) and all(word.kind is Kind.GIVEN for word in after):
        turned = _family_first(before, words[first:], hint)
        if turned or not after:
            return turned or _without_given(words, hint)
    name = [words[first], *_rest(after)]
    if hint >= Hint.ROLE and len(before) == 1 and before[0].kind in (Kind.DOUBTFUL, Kind.INITIAL):
        name = [*before, *name]
    return name if len(name) > 1 and not _is_holy(before) and _may_be_family(name[1:]) else []


def _is_noun_of(words: list[Word], hint: Hint) -> bool:
    """Tell whether a noun and a small particle stand before a name: `Suivi de Marine Renier`."""
    if (
        len(words) < 4
        or words[1].text.lower() not in _JOINING
        or words[0].kind is not Kind.OTHER
        or is_family(words[0].text)
    ):
        return False
    return words[2].kind in (Kind.GIVEN, Kind.DOUBTFUL) or (hint is Hint.LABEL and len(_cores(words)) == 3)


def _has_capital_particle(words: list[Word]) -> bool:
    """Tell whether a particle with a capital joins two words (`Hein Van Looy`), not in capitals alone."""
    return (
        len(words) > 2
        and words[0].kind is not Kind.PARTICLE
        and not words[0].text.isupper()
        and words[1].kind is Kind.PARTICLE
        and words[1].text.istitle()
    )


def _may_be_family(words: list[Word]) -> bool:
    """Tell whether what follows a given name may be a family name: no abbreviation, no word of organizations."""
    first = _cores(words)[0].text
    return (
        is_family(first)
        or words[0].kind is Kind.PARTICLE
        or not (is_acronym(words[-1].text) or is_of_organization(first))
    )


def _is_holy(before: list[Word]) -> bool:
    return bool(before) and before[-1].text.casefold().rstrip(".") in {
        "saint", "sainte", "sint", "sankt", "santa", "san", "são", "st", "ste", "notre-dame",
    }  # fmt: skip


def _rest(after: list[Word]) -> list[Word]:
    """Give what follows a given name, up to a word after a known family name that is none itself."""
    rest: list[Word] = []
    count = 0
    for at, word in enumerate(after):
        if word.kind is Kind.PARTICLE:
            rest.append(word)
            continue
        if count == _MOST or (count and (_is_closed(rest, word) or (at > 0 and is_role(word.text)))):
            break
        rest.append(word)
        count += 1
    while rest and rest[-1].kind is Kind.PARTICLE:
        rest.pop()
    return rest


def _is_closed(name: list[Word], following: Word) -> bool:
    last = name[-1]
    if last.kind in (Kind.PARTICLE, Kind.GIVEN, Kind.INITIAL) or following.kind is Kind.INITIAL:
        return False
    if last.text.isupper() != following.text.isupper():
        return True
    return is_family(last.text) and not is_family(following.text)


def _family_first(before: list[Word], given: list[Word], hint: Hint) -> list[Word]:
    """Give `VAN DAMME Marie` or `Peeters Jan`; of more than two words before the given name only the last."""
    cores = _cores(before)
    if len(cores) > 2:
        at = before.index(cores[-1])
        while at and before[at - 1].kind is Kind.PARTICLE:
            at -= 1
        before = before[at:]
        cores = cores[-1:]
    if len(given) > 2 or _is_holy(before) or not _is_family_part(before):
        return []
    shouted = all(word.text.isupper() and len(word.text) > 1 for word in cores) and not given[0].text.isupper()
    known = is_family(cores[-1].text) or is_family(cores[0].text)
    if shouted or known or hint >= Hint.LINE:
        return [*before, *given]
    return []


def _without_given(words: list[Word], hint: Hint) -> list[Word]:
    """Give a name without a sure given name, as far as a hint and a known family name allow."""
    cores = _cores(words)
    while len(cores) > 2 and cores[0] is words[0] and _is_odd(cores[0]):
        words, cores = words[1:], cores[1:]
    if len(cores) != 2 or (words[0].kind is Kind.PARTICLE and hint < Hint.LINE):
        return []
    if any(_is_odd(word) or is_acronym(word.text) for word in cores):
        return []
    family = is_family(cores[1].text) or _has_capital_particle(words)
    doubtful = cores[0].kind is Kind.DOUBTFUL
    initial = any(word.kind is Kind.INITIAL for word in cores)
    if all(word.kind is Kind.INITIAL for word in cores):
        return []
    joined = any(word.text in _JOINING for word in words[1:-1])
    if family and ((doubtful and not joined) or hint >= (Hint.ROLE if initial or joined else Hint.WEAK)):
        return words
    if cores[1].kind is Kind.DOUBTFUL and is_family(cores[0].text) and hint >= Hint.LINE:
        return words
    needed = (
        Hint.ROLE
        if initial or any(word.kind is Kind.DOUBTFUL for word in cores) or is_family(cores[0].text)
        else Hint.PLAIN_ROLE
    )
    return words if hint >= needed else []
