"""Laws of the JSON and XML reader: each value with its key, line and path; what breaks is read as plain text."""

from __future__ import annotations

import io
import json

from hypothesis import given
from hypothesis import strategies as st

from pii_scan.core.outcome import Reason
from pii_scan.core.place import place_at
from pii_scan.core.types import Content, Text, Unread
from pii_scan.extract import records
from pii_scan.settings.settings import Limits


def read(source: str) -> list[Text | Unread]:
    data = source.encode("utf-8", "surrogatepass")
    return list(records.read(Content("a.json", io.BytesIO(data), len(data)), Limits()))  # type: ignore[arg-type]


def place(source: str, value: str) -> dict[str, object]:
    for text in read(source):
        if isinstance(text, Text) and value in text.text:
            where = place_at(text.places, text.text.index(value))
            return (
                where
                if text.first_line is None
                else {"line": text.first_line + text.text.count("\n", 0, text.text.index(value))}
            )
    raise AssertionError(value)


def test_a_value_has_its_key_before_it_and_its_line_and_path() -> None:
    source = '{"clients": [\n {"niss": "a"},\n {"niss":\n "42.01.22-999.06", "n° x": [1, 222]}]}'
    (text,) = read(source)

    assert isinstance(text, Text)
    assert "niss: 42.01.22-999.06\n" in text.text
    assert place(source, "42.01.22") == {"line": 4, "path": "clients[1].niss"}
    assert place(source, "222") == {"line": 4, "path": 'clients[1]["n° x"][1]'}


def test_records_stand_apart() -> None:
    (text,) = read('[{"name": "An"}, {"name": "Bert"}]')

    assert isinstance(text, Text)
    assert text.text.split("\n\n")[:2] == ["name: An", "name: Bert"]


def test_json_lines_are_records_with_lines() -> None:
    assert place('{"a": "one"}\n{"a": "two"}\n', "two") == {"line": 2, "path": "a"}


def test_escapes_are_undone() -> None:
    (text,) = read('{"a": "H\\u00e9l\\u00e8ne \\"x\\" \\ud83d\\ude00 \\ud800"}')

    assert isinstance(text, Text)
    assert 'a: Hélène "x" 😀 \ufffd' in text.text


def test_what_follows_a_break_is_read_as_plain_text_once() -> None:
    source = '[{"a": "first"},\n {"b": oops, "c": "42.01.22-999.06"}]'
    found = read(source)

    assert found[-1] == Unread(Reason.CORRUPT)
    assert place(source, "42.01.22-999.06") == {"line": 2}
    assert sum(text.text.count("first") for text in found if isinstance(text, Text)) == 1


def test_nesting_beyond_the_limit_is_told_and_still_read() -> None:
    source = "[" * 100_000 + '"canary"' + "]" * 100_000
    found = read(source)

    assert found[-1] == Unread(Reason.TOO_DEEP)
    assert any("canary" in text.text for text in found if isinstance(text, Text))


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(alphabet=st.characters(codec="utf-8"))),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(st.characters(codec="utf-8")), inner)),
    max_leaves=12,
)


@given(VALUES, st.sampled_from([None, 1]))
def test_every_string_of_any_json_is_read_and_nothing_is_called_broken(value: object, indent: int | None) -> None:
    found = read(json.dumps(value, indent=indent))
    together = "".join(text.text for text in found if isinstance(text, Text))

    assert not any(isinstance(part, Unread) for part in found)
    assert all(text.strip() in together for text in strings(value))


def strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for pair in value.items() for part in pair for text in strings(part)]
    return [text for part in value for text in strings(part)] if isinstance(value, list) else []


def test_xml_values_have_line_and_path_and_no_entity_is_expanded() -> None:
    source = (
        '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<a><c id="7">\n'
        "<niss>42.01.22-999.06</niss></c><c><niss>second &x; &amp; &#233;</niss></c></a>"
    )

    assert place(source, "42.01.22-999.06") == {"line": 4, "path": "a/c/niss"}
    assert place(source, "second")["path"] == "a/c[2]/niss"
    assert place(source, "7\n") == {"line": 3, "path": "a/c/@id"}
    assert any("niss: second &x; & é" in text.text for text in read(source) if isinstance(text, Text))
