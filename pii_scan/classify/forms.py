"""Labels and their values: before and after, below, beside in columns, in tables of text, with boxes to tick.

A form that was not filled in says nothing, nor does one that answers `none`: dots, blanks, placeholders, choices, boxes
without a tick, and another label where the value should stand are told apart from a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum

from pii_scan.core.names import fold

# ruff: noqa: E501 - tables of expressions read best one language to a line
Knows = Callable[[str], bool]
"""Tells of a whole text whether the lexicon knows it."""


class Answer(Enum):
    """What stands where the value of a label belongs."""

    VALUE = "value"
    NONE = "none"
    EMPTY = "empty"
    TICKED = "ticked"


_MOST_CHARS = 60
"""The longest value below a label that has no colon: more is a paragraph under its heading."""
_MOST_SPACES = 8
_BULLETS = ("- ", "* ", "• ", "– ")
_LINE_CHARS = 400
_TABLE_CHARS = 2000
_SPACE = "[ \u00a0\u202f]"
_GAP = re.compile(rf"{_SPACE}{{3,}}|\t")
_GAP_BEFORE = re.compile(rf"(?:{_SPACE}{{3,}}|\t)$")
_SEPARATOR = re.compile(rf"{_SPACE}{{0,3}}(?:\([^()\n]{{0,40}}\){_SPACE}?)?(?:[:=|]|\t){_SPACE}*")
_ASKED = re.compile(rf"{_SPACE}{{0,3}}(?:\([^()\n]{{0,40}}\){_SPACE}?)?\?{_SPACE}*")
_YES = re.compile(r"(?:oui|ja|yes)\b", re.IGNORECASE)
_WIDE = re.compile(rf"{_SPACE}{{3,}}(?=[^\s.:=_|])")
_BEGINS = re.compile(
    r"(?:^|[\n\r\f,;.:|\t(•*>/–—\]☐☑☒□■-]|[ \u00a0]{3})[ \u00a0]*(?:(?:vos|votre|uw|jouw|ihre?|deine?|your)[ \u00a0])?$",
    re.IGNORECASE,
)
"""Where a label begins, with the word before it that says whose value it is."""
_BOX = re.compile(r"\[[ \u00a0xXvV✓✔]?\]|\([ xX]\)|[☐☑☒□■✓✔]")
_TICKED = re.compile(r"\[[xXvV✓✔]\]|\([xX]\)|[☑☒■✓✔]")
_BOX_BEFORE = re.compile(rf"(?:{_BOX.pattern}){_SPACE}{{0,3}}$")
_BOX_AFTER = re.compile(rf"{_SPACE}{{0,3}}(?:{_BOX.pattern})")
_PLACEHOLDER = re.compile(
    r"""[\W_]*|[<\[{«(]{1,2}[^<>\[\]{}]{1,40}[>\]}»)]{1,2}\W*|[xX]{3,}\W*|[*•●]{4,}.*|\W*\.{4,}.*|\W*_{3,}.*
    |\W*(?:to\ be\ (?:completed|filled\ in|confirmed)|tbc|tbd|à\ (?:compléter|remplir)|(?:nog\ )?in\ te\ vullen|(?:nog\ )?aan\ te\ vullen
    |auszufüllen|bitte\ ausfüllen|noch\ auszufüllen|zu\ ergänzen)\W*""",
    re.IGNORECASE | re.VERBOSE,
)  # fmt: skip
_NONE = re.compile(
    r"""\W*(?:
      (?:néant|nihil|nil|none|neen?|non|nein|no|nan|rien|niets|nichts|nothing|n\.?\s?v\.?\s?t\.?|n\.?\s?/?\s?a\.?|s\.?\s?o\.?
        |(?:est\ )?sans\ objet|not\ applicable|non\ applicable|niet\ van\ toepassing|nicht\ zutreffend|entfällt|unbekannt|onbekend|0+|ras|blanco|blank|vierge|leer|leeg
        |inconnue?s?|unknown|not\ known|non\ connue?s?|niet\ gekend|false|faux|onwaar|aucune?s?|geen(?:\ enkele)?|keine?[rsn]?|null)
        \s*(?:[.,;!)].*)?
      |(?:aucune?s?|geen|keine?[rsn]?|no|none|pas\ d[e']|kein|nil|not\ any)\s(?=\w).{0,60}
    )""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_YES_OR_NO = re.compile(
    r"\W*(?:oui|ja|yes|o|j|y)\s*[/|]\s*(?:non|nee|neen|nein|no|n)\b\W*.*|\W*(?:non|nee|neen|nein|no)\s*[/|]\s*(?:oui|ja|yes)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_OPTION = re.compile(r"[\s(]*[^\W\d]{2}[^\d/\n]{0,38}")
_STRIKE_OUT = re.compile(
    r"biffer|rayer|barrer|entourer|schrappen|doorhalen|omcirkel|aankruisen wat|streichen|zutreffendes|ankreuzen"
    r"|delete as|strike out|circle (?:one|what)|tick (?:one|what)|cocher",
    re.IGNORECASE,
)
_NEXT_LABEL = re.compile(rf"\W*([^\W\d][^:=\t\n]{{1,50}}?){_SPACE}{{0,3}}[:=](?=\s|$|[._])")
_PARTS = re.compile(r"[,;:\t\n]")
_CAPTION = re.compile(r"[(\[]\s*$")


def answer_of(text: str) -> Answer:
    """Tell what a text says that stands where a value belongs."""
    if _BOX.search(text):
        return _ticked(text)
    if _PLACEHOLDER.fullmatch(text) or _YES_OR_NO.fullmatch(text):
        return Answer.EMPTY if text.strip() not in ("-", "/", "–", "—") else Answer.NONE
    if _NONE.fullmatch(text):
        return Answer.NONE
    if _STRIKE_OUT.search(text) or _is_offered(text):
        return Answer.EMPTY
    return Answer.VALUE


def answers(text: str) -> bool:
    """Tell whether a text that stands where a value belongs is one."""
    return answer_of(text) is Answer.VALUE


def _is_offered(text: str) -> bool:
    """Tell whether a text is a choice of three or more, in words (`ledig / verheiratet / geschieden`)."""
    options = text.split("/")
    return len(options) >= 3 and all(map(_OPTION.fullmatch, options))


def _ticked(text: str) -> Answer:
    """Read boxes, each with its option behind it or, where a line ends with one, before it."""
    boxes = list(_BOX.finditer(text))
    if text.rstrip()[boxes[-1].start() :] == boxes[-1][0]:
        starts = [0, *(box.end() for box in boxes)]
        options = [(box[0], text[start : box.start()]) for start, box in zip(starts, boxes, strict=False)]
    else:
        ends = [*(box.start() for box in boxes[1:]), len(text)]
        options = [(box[0], text[box.end() : end]) for box, end in zip(boxes, ends, strict=True)]
    chosen = [option.strip() for box, option in options if _TICKED.fullmatch(box)]
    if not chosen:
        return Answer.EMPTY
    return Answer.NONE if all(_NONE.fullmatch(option) for option in chosen) else Answer.VALUE


class Page:
    """One text in which labels look for their values.

    `is_term` knows every term, `is_label` those that are hardly ever a value (`Nom`, `Profession`, not `marié`).
    """

    def __init__(self, text: str, is_term: Knows, is_label: Knows) -> None:
        self._text = text
        self._is_term = is_term
        self._is_label = is_label

    def answer(self, start: int, end: int, *, anywhere: bool) -> Answer | None:
        """Tell what answers the label at `[start, end)`; None where it is no label.

        With `anywhere` it need not stand where a label begins (`Elle est en incapacité de travail : oui`).
        """
        line, stop = self._line(start, end)
        box = self._box(line, start, end, stop)
        if box is not None:
            return box
        begins = _BEGINS.search(self._text, max(line, start - 16), start) is not None or start == line
        if not begins and not anywhere:
            return self._caption(line, start, end)
        return self._behind(line, start, end, stop, begins=begins) or self._caption(line, start, end)

    def is_choice(self, start: int, end: int) -> bool:
        """Tell whether a term is one of several that are offered, none of them chosen."""
        line, stop = self._line(start, end)
        begin = max((m.end() for m in _PARTS.finditer(self._text, line, start)), default=line)
        after = _PARTS.search(self._text, end, stop)
        part = self._text[begin : after.start() if after else stop]
        return _is_offered(part) or _STRIKE_OUT.search(self._text, line, stop) is not None

    def _line(self, start: int, end: int) -> tuple[int, int]:
        """Give the line around a term, of an endless one the stretch nearby."""
        first, last = max(0, start - _LINE_CHARS), min(len(self._text), end + _LINE_CHARS)
        stop = self._text.find("\n", end, last)
        return max(first, self._text.rfind("\n", first, start) + 1), last if stop < 0 else stop

    def _box(self, line: int, start: int, end: int, stop: int) -> Answer | None:
        """Read the box of an option: the one before it, or behind it where the line ends with a box."""
        text = self._text
        boxes = list(_BOX.finditer(text, line, stop))
        if not boxes:
            return None
        ends_so = not text[boxes[-1].end() : stop].strip()
        found = _BOX_AFTER.match(text, end) if ends_so else _BOX_BEFORE.search(text, max(line, start - 8), start)
        if found is None:
            return None
        return Answer.TICKED if _TICKED.search(found[0]) else Answer.EMPTY

    def _behind(self, line: int, start: int, end: int, stop: int, *, begins: bool) -> Answer | None:
        text = self._text
        if _GAP.match(text, end) or _GAP_BEFORE.search(text, max(line, start - 4), start):
            below = self._below_header(line, start, end, stop)
            if below is not None:
                return below
        asked = _ASKED.match(text, end)
        if asked is not None:
            return self._yes_or_no(asked.end(), stop)
        found = _SEPARATOR.match(text, end) or (_WIDE.match(text, end) if begins else None)
        boxed = _BOX_AFTER.match(text, end)
        if boxed is not None:
            return answer_of(text[end:stop])
        if found is not None:
            return self._beside(found.end(), stop)
        alone = not text[line:start].strip() and not text[end:stop].strip()
        if not alone or stop >= len(text) or self._is_value_below(line, text[start:end]):
            return None
        return self._next_line(stop, with_colon=False)

    def _is_value_below(self, line: int, term: str) -> bool:
        """Tell whether the line above is a label that this one answers (`Profession`, below it `Nurse`)."""
        above = self._text[max(0, line - _MOST_CHARS) : max(0, line - 1)].rpartition("\n")[2].strip(" \t\r:")
        return self._is_label(above) and not self._is_label(term)

    def _beside(self, at: int, stop: int) -> Answer | None:
        """Read the value behind a separator, up to the next column; an empty line leads to the next one."""
        if at >= stop and "\t" in self._text[at - 1 : at]:
            return Answer.EMPTY
        if at >= stop:
            return self._next_line(stop, with_colon=True)
        gap = _GAP.search(self._text, at, stop)
        boxes = _BOX.search(self._text, at, stop)
        value = self._text[at : stop if gap is None or boxes else gap.start()]
        following = _NEXT_LABEL.match(value)
        if following is not None and self._is_label(following[1]):
            return Answer.EMPTY
        return Answer.EMPTY if self._is_label(value) else answer_of(value)

    def _yes_or_no(self, at: int, stop: int) -> Answer | None:
        """Read the answer to a question; None where something else follows."""
        value = self._text[at:stop]
        answer = answer_of(value)
        return answer if answer is not Answer.VALUE or _BOX.search(value) or _YES.match(value) else None

    def _next_line(self, at: int, *, with_colon: bool) -> Answer | None:
        """Read the value below a label; another label there means that it has none."""
        rest = self._text[at : at + 4 * _MOST_CHARS].lstrip(" \t\r")
        lines = rest.split("\n")[1 : 3 if with_colon else 2]
        value = next((line.strip() for line in lines if line.strip()), "")
        if not value:
            return Answer.EMPTY if with_colon else None
        if not with_colon:
            return self._below_bare_label(value)
        if value.startswith(_BULLETS):
            return None
        return Answer.EMPTY if _NEXT_LABEL.match(value) or self._is_label(value) else answer_of(value)

    def _below_bare_label(self, value: str) -> Answer | None:
        """Read the line below a label that has no colon; it may as well be the heading of what follows."""
        if _GAP.search(value) or self._is_label(value):  # a row of a table below one whose value is missing, or a label
            return Answer.EMPTY
        is_paragraph = len(value) > _MOST_CHARS or value.endswith((".", ";", ",")) or value.count(" ") > _MOST_SPACES
        return None if is_paragraph or value.startswith(_BULLETS) or _NEXT_LABEL.match(value) else answer_of(value)

    def _below_header(self, line: int, start: int, end: int, stop: int) -> Answer | None:
        """Read the cell below the header of a table whose cells are parted by tabs or by gaps."""
        text = self._text
        cells = _GAP.split(text[line:stop])
        at = len(_GAP.findall(text, line, start))
        if cells[at].strip() != text[start:end].strip():
            return None
        answer = None
        for line_below in text[stop + 1 : stop + 1 + _TABLE_CHARS].split("\n"):
            row = _GAP.split(line_below)
            if 1 < len(row) < len(cells):  # the last cells are empty
                row += [""] * (len(cells) - len(row))
            if not self._is_row_below(cells, row, at):
                break
            answer = answer_of(row[at])
            if answer is Answer.VALUE:
                break
        return answer

    def _is_row_below(self, header: list[str], row: list[str], at: int) -> bool:
        """Tell whether a line is a row of values below a header, and no line of labels with values of its own."""
        if len(row) != len(header) or sum(map(self._is_term, header)) < min(2, len(header)):
            return False
        if self._is_label(row[at]) or (len(header) == 2 and self._is_term(row[0])):
            return False
        return sum(map(self._is_term, row)) < 2

    def _caption(self, line: int, start: int, end: int) -> Answer | None:
        """Read the value before a label in brackets: `92 kg (weight)`."""
        text = self._text
        opening = _CAPTION.search(text, max(line, start - 4), start)
        if opening is None or text[end : end + 1] not in (")", "]"):
            return None
        begin = max((m.end() for m in _PARTS.finditer(text, line, opening.start())), default=line)
        value = text[begin : opening.start()]
        return answer_of(value) if fold(value) else None
