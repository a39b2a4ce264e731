"""Files of Outlook, written by the book: compound files with a message, data files with folders."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from uuid import UUID

from pii_scan.extract import pstcodes

Value = str | bytes | int | bool
ADDRESS_SET = UUID("00062004-0000-0000-c000-000000000046").bytes_le
APPOINTMENT_SET = UUID("00062002-0000-0000-c000-000000000046").bytes_le
PUBLIC_STRINGS = UUID("00020329-0000-0000-c000-000000000046").bytes_le
Name = tuple[bytes, int | str]
Fields = Mapping[int | Name, Value]


@dataclass
class Mail:
    """A message; numbers or names of properties, and what they hold. Bytes under a text's number are no Unicode."""

    fields: dict[int | Name, Value]
    recipients: list[dict[int, Value]] = field(default_factory=list)
    attachments: list[tuple[dict[int, Value], bytes | Mail]] = field(default_factory=list)


BINARY = {0x1013, 0x1009, 0x3701, 0x8055}
TIMES = {0x39, 0x3A42}


def kind_of(number: int | Name, value: Value) -> int:
    """Tell the type of a property."""
    if isinstance(value, bool):
        return 0xB
    if isinstance(value, int):
        return 0x40 if number in TIMES else 3
    if isinstance(value, bytes):
        return 0x102 if number in BINARY else 0x1E
    return 0x1F


def raw(value: Value, kind: int) -> bytes:
    """Give a value's bytes."""
    if isinstance(value, str):
        return value.encode("utf-16-le")
    if isinstance(value, bytes):
        return value
    return int(value).to_bytes({0xB: 2, 3: 4, 0x40: 8}[kind], "little")


# --- compound files -------------------------------------------------------------------------------------------------

_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE
Tree = dict[str, "bytes | Tree"]


def compound(tree: Tree) -> bytes:
    """Write a compound file of version 3 from storages (dictionaries) and streams."""
    entries: list[list[object]] = []
    mini, large = bytearray(), bytearray()
    mini_fat: list[int] = []
    large_fat: list[int] = []

    def chain(fat: list[int], count: int) -> int:
        first = len(fat)
        fat.extend([*range(first + 1, first + count), _END])
        return first

    def add(name: str, held: bytes | Tree) -> int:
        at = len(entries)
        entries.append([name, 1 if isinstance(held, dict) else 2, _FREE, _FREE, 0, 0])
        if isinstance(held, dict):
            kids = [add(*kid) for kid in sorted(held.items(), key=lambda kid: (len(kid[0]), kid[0].upper()))]
            for kid, following in pairwise(kids):
                entries[kid][2] = following
            entries[at][3] = kids[0] if kids else _FREE
        elif held:
            small = len(held) < 4096
            size = 64 if small else 512
            into, fat = (mini, mini_fat) if small else (large, large_fat)
            entries[at][4] = chain(fat, -(-len(held) // size))
            into.extend(held + bytes(-len(held) % size))
            entries[at][5] = len(held)
        return at

    add("Root Entry", tree)
    entries[0][1] = 5
    if mini:
        mini_bytes = len(mini)
        mini.extend(bytes(-len(mini) % 512))
        entries[0][4], entries[0][5] = chain(large_fat, len(mini) // 512), mini_bytes
        large.extend(mini)
    mini_table = b"".join(struct.pack("<I", sector) for sector in mini_fat)
    mini_table += b"\xff" * (-len(mini_table) % 512)
    mini_at = chain(large_fat, len(mini_table) // 512) if mini_table else _END
    large.extend(mini_table)
    directory = b"".join(_entry(*entry) for entry in entries)
    directory += bytes(-len(directory) % 512)
    directory_at = chain(large_fat, len(directory) // 512)
    large.extend(directory)
    tables = next(n for n in range(1, 109) if len(large_fat) + n <= 128 * n)
    tables_at = len(large_fat)
    large_fat.extend([0xFFFFFFFD] * tables)
    large_fat.extend([_FREE] * (128 * tables - len(large_fat)))
    large.extend(b"".join(struct.pack("<I", sector) for sector in large_fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, tables, directory_at, 0, 4096, mini_at, len(mini_table) // 512, _END, 0)
    head += b"".join(struct.pack("<I", tables_at + n if n < tables else _FREE) for n in range(109))
    return head + bytes(large)


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    spelled = name.encode("utf-16-le") + b"\0\0"
    head = spelled.ljust(64, b"\0") + struct.pack("<HBBIII", len(spelled), kind, 1, _FREE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)


def msg(mail: Mail) -> bytes:
    """Write a message as Outlook saves it."""
    names: list[Name] = []
    tree = _storage(mail, names, 32)
    guids = list(dict.fromkeys(guid for guid, _ in names))
    entries, strings = bytearray(), bytearray()
    for at, (guid, name) in enumerate(names):
        is_text = isinstance(name, str)
        entries += struct.pack("<IHH", len(strings) if is_text else name, (guids.index(guid) + 3) << 1 | is_text, at)
        if is_text:
            text = name.encode("utf-16-le")
            strings += struct.pack("<I", len(text)) + text + bytes(-len(text) % 4)
    tree["__nameid_version1.0"] = {
        "__substg1.0_00020102": b"".join(guids),
        "__substg1.0_00030102": bytes(entries),
        "__substg1.0_00040102": bytes(strings),
    }
    return compound(tree)


def _storage(mail: Mail, names: list[Name], head_bytes: int) -> Tree:
    tree = _fields(mail.fields, names, head_bytes)
    for at, recipient in enumerate(mail.recipients):
        tree[f"__recip_version1.0_#{at:08X}"] = _fields(recipient, names, 8)
    for at, (fields, held) in enumerate(mail.attachments):
        is_mail = isinstance(held, Mail)
        inner = _fields({**fields, 0x3705: 5 if is_mail else 1}, names, 8)
        if is_mail:
            inner["__substg1.0_3701000D"] = _storage(held, names, 24)
        else:
            inner["__substg1.0_37010102"] = held
        tree[f"__attach_version1.0_#{at:08X}"] = inner
    return tree


def _fields(fields: Fields, names: list[Name], head_bytes: int) -> Tree:
    tree: Tree = {}
    table = bytearray(head_bytes)
    for key, value in fields.items():
        if isinstance(key, tuple) and key not in names:
            names.append(key)
        number = 0x8000 + names.index(key) if isinstance(key, tuple) else key
        kind = kind_of(key, value)
        data = raw(value, kind)
        fixed = kind in (3, 0xB, 0x40)
        table += struct.pack("<HHI", kind, number, 6)
        table += data.ljust(8, b"\0") if fixed else struct.pack("<II", len(data) + 2, 0)
        if not fixed:
            tree[f"__substg1.0_{number:04X}{kind:04X}"] = data
    tree["__properties_version1.0"] = bytes(table)
    return tree


# --- data files -----------------------------------------------------------------------------------------------------

PASSWORD_CODE = 0x1D72A36B
"""What a data file keeps of a password: nothing of the file depends on it."""
_MESSAGE, _ATTACHMENT, _FOLDER = 4, 5, 2
_ROOT = 0x122


class DataFile:
    """An Outlook data file in the making; `wide` is Unicode's version, else that before it."""

    def __init__(self, *, wide: bool = True, code: int = 1, page_entries: int = 10) -> None:
        self.word = 8 if wide else 4
        self.code = code
        self.page_entries = page_entries
        self.body = bytearray()
        self.start = 0x4400
        self.blocks: list[tuple[int, int, int]] = []
        self.nodes: list[tuple[int, int, int, int]] = []
        self.names: list[Name] = []
        self.next = 4
        self.message = 0x10001
        self._node(0x21, {0x3001: "store", 0x67FF: PASSWORD_CODE}, 0)
        self._node(_ROOT, {}, _ROOT)

    def folder(self, name: str, number: int, parent: int = _ROOT) -> int:
        """Add a folder; give its number."""
        node = number << 5 | _FOLDER
        self._node(node, {0x3001: name}, parent)
        return node

    def mail(self, mail: Mail, folder: int) -> None:
        """Add a message to a folder."""
        node = self.message << 5 | _MESSAGE
        self.message += 1
        data, inner = self._mail(mail)
        self.nodes.append((node, data, inner, folder))

    def written(self) -> bytes:
        """Give the file."""
        self._name_map()
        word = self.word
        nodes = [
            number.to_bytes(word, "little")
            + data.to_bytes(word, "little")
            + inner.to_bytes(word, "little")
            + parent.to_bytes(4, "little")
            + bytes(word - 4)
            for number, data, inner, parent in sorted(self.nodes)
        ]
        blocks = [
            identifier.to_bytes(word, "little")
            + at.to_bytes(word, "little")
            + struct.pack("<HH", size, 2)
            + bytes(word - 4)
            for identifier, at, size in sorted(self.blocks)
        ]
        node_root, block_root = self._tree(nodes, 0x81), self._tree(blocks, 0x80)
        return self._head(node_root, block_root).ljust(self.start, b"\0") + bytes(self.body)

    def _head(self, nodes: tuple[int, int], blocks: tuple[int, int]) -> bytes:
        word, end = self.word, self.start + len(self.body)
        roots = b"".join(n.to_bytes(word, "little") for n in (*nodes, *blocks))
        root = bytes(4) + b"".join(n.to_bytes(word, "little") for n in (end, 0x4400, 0, 0)) + roots + b"\2" + bytes(3)
        if word == 8:
            inner = struct.pack("<HHHBB", 0x4D53, 23, 19, 1, 1) + bytes(8) + bytes(8) + (0x1000).to_bytes(8, "little")
            inner += bytes(4 + 128 + 8) + root + bytes(4) + b"\xff" * 256 + bytes((0x80, self.code)) + bytes(2)
            inner += (0x1000).to_bytes(8, "little")
            head = b"!BDN" + struct.pack("<I", _crc(inner[:471])) + inner
            return head + struct.pack("<I", _crc(inner[:516])) + bytes(36)
        inner = struct.pack("<HHHBB", 0x4D53, 14, 19, 1, 1) + bytes(8) + struct.pack("<III", 0x1000, 0x1000, 1)
        inner += bytes(128) + root + b"\xff" * 256 + bytes((0x80, self.code)) + bytes(2 + 12 + 36)
        return b"!BDN" + struct.pack("<I", _crc(inner[:471])) + inner

    def _page(self, entries: Sequence[bytes], kind: int, level: int) -> tuple[int, int]:
        width = len(entries[0])
        most = (488 if self.word == 8 else 496) // width
        page = b"".join(entries).ljust(488 if self.word == 8 else 496, b"\0")
        page += bytes((len(entries), most, width, level)) + bytes(4 if self.word == 8 else 0)
        number, at = self._identifier(), self.start + len(self.body)
        if self.word == 8:
            page += struct.pack("<BBHIQ", kind, kind, 0, _crc(page), number)
        else:
            page += struct.pack("<BBHII", kind, kind, 0, number, _crc(page))
        self.body += page
        return number, at

    def _tree(self, entries: Sequence[bytes], kind: int) -> tuple[int, int]:
        level, word = 0, self.word
        while True:
            groups = [entries[at : at + self.page_entries] for at in range(0, len(entries), self.page_entries)]
            pages = [(group[0][:word], self._page(group, kind, level)) for group in groups]
            if len(pages) == 1:
                return pages[0][1]
            entries = [
                key + number.to_bytes(word, "little") + at.to_bytes(word, "little") for key, (number, at) in pages
            ]
            level += 1

    def _identifier(self) -> int:
        self.next += 4
        return self.next

    def _block(self, data: bytes, *, internal: bool = False) -> int:
        if len(data) > 8000 and not internal:
            parts = [self._block(data[at : at + 8000]) for at in range(0, len(data), 8000)]
            listed = b"".join(part.to_bytes(self.word, "little") for part in parts)
            return self._block(struct.pack("<BBHI", 1, 1, len(parts), len(data)) + listed, internal=True)
        number = self._identifier() | (2 if internal else 0)
        coded = data if internal else _coded(data, self.code, number)
        trailer = 16 if self.word == 8 else 12
        whole = coded + bytes(-(len(coded) + trailer) % 64)
        if self.word == 8:
            whole += struct.pack("<HHIQ", len(data), 0, _crc(coded), number)
        else:
            whole += struct.pack("<HHII", len(data), 0, number, _crc(coded))
        self.blocks.append((number, self.start + len(self.body), len(data)))
        self.body += whole
        self.body += bytes(-len(self.body) % 512)
        return number

    def _subnodes(self, nodes: Sequence[tuple[int, int, int]]) -> int:
        if not nodes:
            return 0
        rows = b"".join(b"".join(n.to_bytes(self.word, "little") for n in row) for row in sorted(nodes))
        head = struct.pack("<BBH", 2, 0, len(nodes)) + bytes(4 if self.word == 8 else 0)
        return self._block(head + rows, internal=True)

    def _node(self, number: int, fields: Fields, parent: int) -> None:
        data, inner = self._properties(fields, [])
        self.nodes.append((number, data, inner, parent))

    def _mail(self, mail: Mail) -> tuple[int, int]:
        inner: list[tuple[int, int, int]] = []
        if mail.recipients:
            inner.append((0x692, self._block(_table(mail.recipients)), 0))
        for at, (fields, held) in enumerate(mail.attachments, 0x400):
            below: list[tuple[int, int, int]] = []
            if isinstance(held, Mail):
                node = (at + 0x10000) << 5 | _MESSAGE
                below.append((node, *self._mail(held)))
                pointer = struct.pack("<II", node, 100)
                data, subnodes = self._properties({**fields, 0x3705: 5}, below, {0x3701: (0xD, pointer)})
            else:
                data, subnodes = self._properties({**fields, 0x3705: 1, 0x3701: held}, below)
            inner.append((at << 5 | _ATTACHMENT, data, subnodes))
        if mail.attachments:
            listed = [number for number, _, _ in inner if number & 0x1F == _ATTACHMENT]
            table = _table([{0x3705: 1, 0xE20: 100} for _ in listed], listed)
            inner.append((0x671, self._block(table), 0))
        return self._properties(mail.fields, inner)

    def _properties(
        self, fields: Fields, inner: list[tuple[int, int, int]], special: Mapping[int, tuple[int, bytes]] | None = None
    ) -> tuple[int, int]:
        """Write a heap with properties; what is too long for it goes to nodes of its own."""
        records, items = [], [b"", b""]
        held = {key: (kind_of(key, value), raw(value, kind_of(key, value))) for key, value in fields.items()}
        numbered = {**{self._number(key): pair for key, pair in held.items()}, **(special or {})}
        for number, (kind, data) in sorted(numbered.items()):
            if kind in (3, 0xB):
                reference = data.ljust(4, b"\0")
            elif len(data) > 1500:
                node = (0x800 + len(inner)) << 5 | 0x1F
                inner.append((node, self._block(data), 0))
                reference = struct.pack("<I", node)
            else:
                items.append(data)
                reference = struct.pack("<I", len(items) << 5 if data else 0)
            records.append(struct.pack("<HH", number, kind) + reference)
        items[0] = struct.pack("<BBBBI", 0xB5, 2, 6, 0, 2 << 5 if records else 0)
        items[1] = b"".join(records)
        return self._block(_heap(items, 0xBC)), self._subnodes(inner)

    def _number(self, key: int | Name) -> int:
        if not isinstance(key, tuple):
            return key
        if key not in self.names:
            self.names.append(key)
        return 0x8000 + self.names.index(key)

    def _name_map(self) -> None:
        guids = list(dict.fromkeys(guid for guid, _ in self.names))
        entries, strings = bytearray(), bytearray()
        for at, (guid, name) in enumerate(self.names):
            is_text = isinstance(name, str)
            value = len(strings) if is_text else name
            entries += struct.pack("<IHH", value, (guids.index(guid) + 3) << 1 | is_text, at)
            if is_text:
                text = name.encode("utf-16-le")
                strings += struct.pack("<I", len(text)) + text + bytes(-len(text) % 4)
        special = {
            2: (0x102, b"".join(guids)),
            3: (0x102, bytes(entries)),
            4: (0x102, bytes(strings)),
            1: (3, b"\xfb\0\0\0"),
        }
        data, inner = self._properties({}, [], special)
        self.nodes.append((0x61, data, inner, 0))


def _heap(items: Sequence[bytes], kind: int) -> bytes:
    body, bounds = bytearray(12), [12]
    for item in items:
        body += item
        bounds.append(len(body))
    body += bytes(len(body) % 2)
    struct.pack_into("<HBBI", body, 0, len(body), 0xEC, kind, 1 << 5)
    return bytes(body) + struct.pack("<HH", len(items), 0) + b"".join(struct.pack("<H", at) for at in bounds)


def _table(rows: Sequence[Mapping[int, Value]], ids: Sequence[int] = ()) -> bytes:
    """Write a heap with a table: its description, an index of rows, the rows, then their texts."""
    numbers = sorted({(number, kind_of(number, row[number])) for row in rows for number in row})
    columns = [(0x67F2, 3), (0x67F3, 3), *numbers]
    end = 4 * len(columns)
    width = end + -(-len(columns) // 8)
    items: list[bytes] = [b"", b"", b"", b""]
    matrix = bytearray()
    for at, row in enumerate(rows):
        cells, bits = [struct.pack("<I", ids[at] if ids else at), struct.pack("<I", 1)], [True, True]
        for number, kind in numbers:
            bits.append(number in row)
            data = raw(row.get(number, 0 if kind == 3 else b""), kind)
            if kind != 3 and data:
                items.append(data)
                data = struct.pack("<I", len(items) << 5)
            cells.append(data.ljust(4, b"\0"))
        mask = sum(0x80 >> n % 8 << 8 * (n // 8) for n, bit in enumerate(bits) if bit)
        matrix += b"".join(cells) + mask.to_bytes(-(-len(columns) // 8), "little")
    described = b"".join(struct.pack("<HHHBB", kind, number, 4 * n, 4, n) for n, (number, kind) in enumerate(columns))
    head = struct.pack("<BBHHHHIII", 0x7C, len(columns), end, end, end, width, 2 << 5, 4 << 5, 0)
    items[0] = head + described
    items[1] = struct.pack("<BBBBI", 0xB5, 4, 4, 0, 3 << 5)
    items[2] = b"".join(struct.pack("<II", ids[at] if ids else at, at) for at in range(len(rows)))
    items[3] = bytes(matrix)
    return _heap(items, 0x7C)


def _coded(data: bytes, code: int, number: int) -> bytes:
    if code == 1:
        return data.translate(pstcodes._FIRST)
    return pstcodes.decoded(data, code, number)


def _crc(data: bytes) -> int:
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF
