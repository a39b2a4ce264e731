"""Which properties of a contact, an appointment or a task are told, and under which label."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from pii_scan.extract import mail
from pii_scan.extract.mapi import Key, Properties


def _set(start: str, end: str = "0000-0000-C000-000000000046") -> bytes:
    return UUID(f"{start}-{end}").bytes_le


CONTACTS, APPOINTMENTS, COMMON, TASKS = (_set(f"000620{kind}") for kind in ("04", "02", "08", "03"))
MEETINGS = _set("6ED8DA90", "450B-101B-98DA-00AA003F1305")
LIST_MEMBERS: tuple[Key, ...] = ((CONTACTS, 0x8055), (CONTACTS, 0x8054))
NAME_PARTS: tuple[Key, ...] = (0x3A45, 0x3A06, 0x3A44, 0x3A11, 0x3A05)
ADDRESSES: tuple[tuple[str, tuple[Key, ...], tuple[tuple[Key, ...], ...]], ...] = (
    ("Home address", ((CONTACTS, 0x801A),), ((0x3A5D,), (0x3A5B, 0x3A59), (0x3A5E,), (0x3A5C, 0x3A5A))),
    (
        "Address",
        ((CONTACTS, 0x801B), 0x3A15),
        (
            ((CONTACTS, 0x8045), 0x3A29),
            ((CONTACTS, 0x8048), 0x3A2A, (CONTACTS, 0x8046), 0x3A27),
            ((CONTACTS, 0x804A), 0x3A2B),
            ((CONTACTS, 0x8047), 0x3A28, (CONTACTS, 0x8049), 0x3A26),
        ),
    ),
    ("Address", ((CONTACTS, 0x801C),), ((0x3A63,), (0x3A61, 0x3A5F), (0x3A64,), (0x3A62, 0x3A60))),
)
"""Label, the whole address as Outlook puts it together, and its lines from what is kept singly."""
DAYS: dict[Key, str] = {0x3A42: "Date of birth", 0x3A41: "Wedding anniversary"}
LABELS: dict[Key, str] = {
    0x3A4F: "Nickname",
    0x3A16: "Organization",
    0x3A57: "Tel",
    0x3A17: "Function",
    0x3A18: "Department",
    0x3A19: "Office",
    0x3A46: "Profession",
    0x3A4E: "Manager",
    0x3A30: "Assistant",
    0x3A48: "Partner",
    0x3A58: "Children",
    0x3A43: "Hobbies",
    0x3A47: "Referred by",
    0x3A07: "National number",
    0x3A4A: "Customer number",
    0x3A10: "Employee number",
    0x3A00: "Account",
    0x3A50: "Website",
    0x3A51: "Website",
    **dict.fromkeys((0x3A08, 0x3A09, 0x3A1A, 0x3A1B, 0x3A1D, 0x3A1E, 0x3A1F, 0x3A02, 0x3A2D, 0x3A2E, 0x3A2F), "Tel"),
    **dict.fromkeys((0x3A4B, 0x3A21, 0x3A2C), "Tel"),
    0x3A1C: "Mobile",
    **dict.fromkeys((0x3A23, 0x3A24, 0x3A25), "Fax"),
    **{(CONTACTS, start + at): "E-mail" for start in (0x8083, 0x8084) for at in (0x00, 0x10, 0x20)},
    **{(CONTACTS, start): "Name" for start in (0x8080, 0x8090, 0x80A0, 0x8005)},
    **{(CONTACTS, start): "Fax" for start in (0x80B3, 0x80C3, 0x80D3)},
    (CONTACTS, 0x8062): "IM",
    (CONTACTS, 0x802B): "Website",
    (APPOINTMENTS, 0x8208): "Location",
    (MEETINGS, 0x0002): "Location",
    **{(APPOINTMENTS, number): "Participants" for number in (0x8238, 0x823B, 0x823C)},
    (TASKS, 0x811F): "Owner",
    (TASKS, 0x8121): "Delegator",
    (TASKS, 0x8122): "Delegate",
    (COMMON, 0x8539): "Company",
    (COMMON, 0x853A): "Contacts",
    (COMMON, 0x8586): "Contacts",
}
_IN_ADDRESSES = frozenset(
    {key for _, whole, lines in ADDRESSES for keys in (whole, *lines) for key in keys} | set(NAME_PARTS)
)
UNTOLD = frozenset(
    (
        0x1A,
        0x3D,
        0x64,
        0x1007,
        0x75,
        0x77,
        0x79,
        0xC1E,
        0xC25,
        0xE1D,
        0x1035,
        0x1039,
        0x1042,
        0x1046,
        0x3002,
        0x3701,
        0x370E,
    )
) | frozenset((0x1000, 0x1013, 0x1009, 0x7D, 0x37, 0x5A, 0x10F3, 0x4030, 0x4031, 0x4034, 0x4035, 0x6001, 0x3FF6))
"""Kinds, numbers and threads; and what stands in header and bodies."""
UNTOLD_NAMED = frozenset(
    {(COMMON, number) for number in (0x8554, 0x8580, 0x85A4, 0x8518, 0x8519, 0x851A)}
    | {(APPOINTMENTS, number) for number in (0x8234,)}
    | {(CONTACTS, number) for number in (0x8082, 0x8092, 0x80A2, 0x80B2, 0x80C2, 0x80D2)}
)
_ONE_OFF = bytes.fromhex("812b1fa4bea310199d6e00dd010f5402")
_WIDE = 0x8000


def is_told(key: Key) -> bool:
    """Tell whether a text may say something about somebody."""
    if isinstance(key, int) or key in _IN_ADDRESSES:
        return key not in UNTOLD and key not in _IN_ADDRESSES
    return key not in UNTOLD_NAMED and not (isinstance(key[1], str) and mail.NO_DATA.fullmatch(key[1]))


def label_of(key: Key) -> str:
    """Give what a property's value is told under, "" where nothing is known of it."""
    if isinstance(key, tuple) and isinstance(key[1], str):
        return key[1]
    return LABELS.get(key, "")


def name_of(properties: Properties) -> str:
    """Give a contact's name, as it is spoken."""
    return " ".join(filter(None, map(properties.text, NAME_PARTS)))


def addresses_of(properties: Properties) -> Iterable[tuple[str, str]]:
    """Give label and text of each postal address: as it was put together, and once more where a part is missing."""
    for label, whole_keys, lines in ADDRESSES:
        whole = ", ".join(properties.text(*whole_keys).split("\n")).replace("\r", "")
        parts = [[properties.text(key) for key in _distinct(properties, line)] for line in lines]
        if whole:
            yield label, whole
        if any(part and part not in whole for line in parts for part in line):
            yield label, ", ".join(filter(None, (" ".join(filter(None, line)) for line in parts)))


def _distinct(properties: Properties, keys: tuple[Key, ...]) -> list[Key]:
    """Leave out keys whose text another says already."""
    seen: set[str] = set()
    return [key for key in keys if (text := properties.text(key)) not in seen and not seen.add(text)]  # type: ignore[func-returns-value]


def people_in(entry: bytes) -> str:
    """Give name and address of an entry that holds both, as members of a list do; "" where it holds none."""
    at = entry.find(_ONE_OFF)
    if at < 0:
        return ""
    flags = int.from_bytes(entry[at + 18 : at + 20], "little")
    rest = entry[at + 20 :]
    if flags & _WIDE:
        texts = rest[: len(rest) & ~1].decode("utf-16-le", "replace").split("\0")
    else:
        texts = rest.decode("cp1252", "replace").split("\0")
    name, _, address, *_ = [*texts, "", "", ""]
    return person(name, address)


def person(name: str, address: str) -> str:
    """Write somebody as a mail's header does."""
    name, address = name.strip(), address.strip()
    if address[:3].lower() == "/o=":  # how a server finds somebody; the last of its names may be one
        address = "" if name else address.rpartition("=")[2]
    if not address or name.strip("'\"").lower() == address.lower():
        return address or name
    return f"{name} <{address}>" if name else address
