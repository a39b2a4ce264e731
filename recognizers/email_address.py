"""E-mail addresses by a bounded pattern of our own: no public suffix list, no network, intranet names kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from recognizers.mailbox import FILES, email_of
from recognizers.pattern import LabelledRecognizer

_LOCAL = r"[\p{L}\p{N}_](?:[\p{L}\p{N}_.+%~-]|(?<=[\p{L}\p{N}.]{3})['’](?=\p{L})){0,63}"
_LABEL = r"[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?"
_TITLED_TOP = r"(?<=[@.]\p{Lu}[\p{L}\p{N}-]{1,62}\.)\p{Lu}\p{Ll}{1,23}"
_TOP = rf"(?:[\p{{Ll}}\p{{Lo}}]{{2,24}}|{_TITLED_TOP}|\p{{Lu}}{{2,24}}|(?i:xn--)[A-Za-z0-9-]{{2,59}})"
_DOMAIN = rf"(?:{_LABEL}\.){{1,8}}{_TOP}(?![\p{{L}}\p{{N}}_@-])"
_BEFORE = (
    r"(?<![\p{L}\p{N}_.+%~-])(?<!//)(?<!://[^\s/@]{1,64}:)(?<!(?i:cid):)"
    r"(?<!(?i:message-id|content-id|in-reply-to|references):[ ]{0,2}<)"
)
_AFTER = r"(?!:[\p{L}\p{N}_.~-]{0,64}/)"
_AT = r"[ ]?[\[({<][ ]?(?i:at|@|arobase|arrobase|apenstaartje|ät)[ ]?[\])}>][ ]?"
_DOT = r"(?:\.|[ ]?[\[({][ ]?(?i:dot|point|punt|punkt|\.)[ ]?[\])}][ ]?)"
_HIDDEN_LOCAL = rf"[\p{{L}}\p{{N}}_][\p{{L}}\p{{N}}_+-]{{0,31}}(?:{_DOT}[\p{{L}}\p{{N}}_+-]{{1,31}}){{0,4}}"
_HIDDEN_DOMAIN = (
    rf"[\p{{L}}\p{{N}}][\p{{L}}\p{{N}}-]{{0,62}}(?:{_DOT}[\p{{L}}\p{{N}}][\p{{L}}\p{{N}}-]{{0,62}}){{0,3}}"
    rf"{_DOT}\p{{L}}{{2,24}}"
)


class BeEmailRecognizer(LabelledRecognizer):
    """Finds e-mail addresses, hidden ones too (`jan (at) peeters [dot] be`)."""

    ENTITY = "EMAIL_ADDRESS"
    LABEL_SCORE = 0.99
    PATTERNS = (
        ("plain", rf"{_BEFORE}{_LOCAL}@{_DOMAIN}{_AFTER}", 0.95),
        ("hidden", rf"(?<![\p{{L}}\p{{N}}_.+-]){_HIDDEN_LOCAL}{_AT}{_HIDDEN_DOMAIN}(?![\p{{L}}\p{{N}}_-])", 0.85),
        ("spaced", rf"(?<![\p{{L}}\p{{N}}_.+-])[\p{{L}}\p{{N}}_][\p{{L}}\p{{N}}_.+-]{{0,62}}[ ]@[ ]{_DOMAIN}", 0.6),
    )

    GATES: ClassVar[Mapping[str, str]] = {"plain": "@", "spaced": "[ ]@[ ]", "hidden": _AT}

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: no file name, no repository, no doubled dot."""
        local, _, domain = email_of(text).partition("@")
        if not local or local[-1] == "." or ".." in local or local == "git":
            return False
        return domain.rpartition(".")[2] not in FILES
