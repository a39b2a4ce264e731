"""Traces of persons on the web: identifiers in cookies, profiles, passwords."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import regex

from recognizers.labelled import LEADER, NOTE, after_label, any_label, before_label, gate_behind, label_gate
from recognizers.pattern import LEFT, RIGHT, LabelledRecognizer

_UUID = r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
_COOKIE = r"[A-Za-z0-9_\-.!%*~]"
_NAMED = (
    r"(?i:_ga(?:_[A-Z0-9]{4,12})?|_gid|_fbp|_fbc|_gcl_au|gclid|fbclid|msclkid|PHPSESSID|JSESSIONID|ASP\.NET_SessionId|"
    r"ASPSESSIONID[A-Z]{0,10}|sessionid|session_id|connect\.sid|csrftoken|XSRF-TOKEN|_hjSessionUser(?:_[0-9]+)?|MUID|IDE)"
)


class OnlineIdentifierRecognizer(LabelledRecognizer):
    """Finds identifiers that cookies, links and devices carry. Source: recital 30 of the GDPR."""

    ENTITY = "ONLINE_IDENTIFIER"
    LABEL_SCORE = 0.85
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("cookie", rf"(?<=(?<![\p{{L}}\p{{N}}_]){_NAMED}[\"']?[ ]?[=:][ ]?[\"']?){_COOKIE}{{8,400}}", 0.85),
        (
            "analytics",
            rf"{LEFT}(?:GA1\.[0-9]\.[0-9]{{6,12}}\.[0-9]{{6,12}}|fb\.1\.[0-9]{{10,14}}\.[A-Za-z0-9_\-]{{6,200}})",
            0.7,
        ),
        ("of a device", after_label(ENTITY, rf"{_UUID}{RIGHT}|[0-9A-Fa-f]{{32,40}}{RIGHT}"), 0.8),
        ("of a device, before its label", before_label(ENTITY, rf"{LEFT}{_UUID}"), 0.8),
    ]

    GATES: ClassVar[Mapping[str, str]] = {
        "of a device": label_gate("ONLINE_IDENTIFIER"),
        "of a device, before its label": gate_behind("ONLINE_IDENTIFIER"),
    }

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: something random, not a word and not zeros."""
        return any(char.isdigit() for char in text) and len(set(text)) > 4


_SLUG = r"[\p{L}\p{N}][\p{L}\p{N}_.\-%]{1,80}"
_NO_PERSON = (
    r"(?!(?i:in|pub|company|school|jobs|pages|groups|events|watch|share|sharer|search|hashtag|explore|login|home|help|about|policies"
    r"|privacy|intent|dialog|tr|plugins|photo|photos|p|reel|reels|tv|stories|i|settings|legal|terms|business|developers"
    r"|marketplace|gaming|story\.php|sharer\.php|permalink\.php|media|notifications)(?:[/?#]|(?![\p{L}\p{N}])))"
)
_SITES = (
    r"(?i:linkedin\.com/(?:in|pub)/|facebook\.com/(?:profile\.php\?id=|people/[^/\s]{1,60}/)?"
    r"|instagram\.com/|(?:twitter|x)\.com/|tiktok\.com/@|youtube\.com/@|snapchat\.com/add/|t\.me/|wa\.me/|pinterest\.[a-z]{2,3}/"
    r"|github\.com/|mastodon\.social/@|bsky\.app/profile/|xing\.com/profile/)"
)
_HANDLE = r"@?[\p{L}\p{N}_](?:[\p{L}\p{N}_.\-]{1,38}[\p{L}\p{N}_])"


class SocialProfileRecognizer(LabelledRecognizer):
    """Finds personal profiles on social media by their address, and handles behind a label."""

    ENTITY = "SOCIAL_PROFILE"
    LABEL_SCORE = 0.85
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        (
            "address",
            rf"(?<![\p{{L}}\p{{N}}@\-])(?:(?i:https?)://)?(?:[a-zA-Z]{{1,3}}\.)?{_SITES}{_NO_PERSON}{_SLUG}(?<![.%\-])(?:/(?![\p{{L}}\p{{N}}]))?",
            0.6,
        ),
        ("handle", after_label(ENTITY, rf"(?:@{_HANDLE[2:]}|live:{_HANDLE[2:]})"), 0.7),
    ]

    GATES: ClassVar[Mapping[str, str]] = {"handle": r"^(?:@|live:)[\p{L}\p{N}_]"}

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: the last part is somebody's name there, not a file."""
        return not regex.search(r"(?i)\.(?:png|jpe?g|gif|html?|php|js|css)$", text)


_NO_VALUE = (
    r"(?!(?i:string|str|text|none|null|nil|undefined|true|false|required|optional|obligatoire|facultatif|verplicht|oubli[ée]|"
    r"vergeten|vergessen|forgotten|reset|expired?|expir[ée]|verlopen|abgelaufen|invalid[e]?|incorrecte?|correct|wrong|"
    r"incorrect|hidden|masked|redacted|xxxx*|protected|protégé|input|getpass|hash|hashed|varchar|char|ask|prompt|changeme|"
    r"n/?a|nvt|nihil|néant|aucun|geen|keine?s?|voir|zie|siehe|see|your|votre|uw|ihr|example|exemple|voorbeeld)(?![\p{L}\p{N}]))"
)
_STOPS = r"\s\"'<>|,;•…()\[\]{}"
_SECRET = rf"{_NO_VALUE}(?![$<*_.•…x-]{{3}})[^{_STOPS}]{{4,64}}+(?![(\[{{])"
_TELLING = rf"(?=[^{_STOPS}]{{0,63}}[0-9!@#$%^&?+=*])"
_SAYS = r"(?i:est|[ée]tait|is|was|ist|war|lautete?|luidde?|luidt|:|=)"
_MIXED = rf"(?=[^{_STOPS}]{{0,63}}\p{{L}})(?=[^{_STOPS}]{{0,63}}[0-9])(?=[^{_STOPS}]{{6}})"
_ENDS = rf"{NOTE}[\"']?[ \t]{{0,3}}(?:[:=]|(?:(?<=[ ])|[ ](?:\p{{L}}{{1,14}}[ ]){{0,5}}){_SAYS}[ ]?:?)[ \t]{{0,3}}"
_LABEL = rf"(?<![\p{{L}}\p{{N}}]){any_label('CREDENTIAL')}"
_AFTER = rf"(?<={_LABEL}{_ENDS})"
_APART = rf"(?<={_LABEL}{NOTE}[ ]?:?(?:{LEADER}|[ \t]{{0,3}}\r?\n[ \t]{{0,8}}))"
_SCHEME = r"(?i:https?|ftps?|sftp|ssh|postgres(?:ql)?|mysql|mariadb|mongodb|redis|amqps?|smb|ldaps?)"


class CredentialRecognizer(LabelledRecognizer):
    """Finds passwords, codes and keys behind their label, and in addresses. They are never shown, to nobody.

    A word of small letters counts only in quotes or at the end of its line.
    """

    ENTITY = "CREDENTIAL"
    LABEL_SCORE = 0.9
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("labelled", rf"{LEFT}(?={_TELLING}{_SECRET}){_AFTER}{_SECRET}", 0.9),
        ("right behind", rf"{LEFT}(?={_MIXED}{_SECRET})(?<={_LABEL}[ ][\"'«“]?){_SECRET}", 0.6),
        ("in a form", rf"{LEFT}(?={_TELLING}{_SECRET}[ \t]{{0,8}}\r?$){_APART}{_SECRET}", 0.85),
        ("before its label", before_label("CREDENTIAL", rf"(?<![^\s]){_TELLING}{_SECRET}"), 0.85),
        ("labelled, whole line", rf"{LEFT}(?={_SECRET}[ \t]{{0,8}}\r?$){_AFTER}{_SECRET}", 0.85),
        (
            "labelled, quoted",
            rf"{LEFT}(?<={_LABEL}{_ENDS}[\"']){_NO_VALUE}[^\"'\n]{{4,64}}(?=[\"'])",
            0.9,
        ),
        ("in an address", rf"(?<=(?<![\p{{L}}]){_SCHEME}://[^\s:/@]{{1,64}}:)[^\s:/@]{{3,64}}(?=@)", 0.9),
        ("private key", r"(?<=-----BEGIN (?:[A-Z]{1,9} ){0,2}PRIVATE KEY-----\s{1,4})[A-Za-z0-9+/=]{40,76}", 0.9),
    ]

    GATES: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys(
            ("labelled", "right behind", "in a form", "labelled, whole line", "labelled, quoted"),
            label_gate("CREDENTIAL"),
        ),
        "before its label": gate_behind("CREDENTIAL"),
    }

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: not blanked out."""
        return len(set(text)) > 2 or text.isdigit()
