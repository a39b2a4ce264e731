"""Packages of Office (OPC): parts, what they are, and who names them."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
FORMATS = "application/vnd.openxmlformats-officedocument."
CORE = f"{PACKAGE}/relationships/metadata/core-properties"
_DEFAULTS = {
    "xml": "application/xml",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "docx": f"{FORMATS}wordprocessingml.document",
    "xlsx": f"{FORMATS}spreadsheetml.sheet",
    "bin": f"{FORMATS}oleObject",
    "png": "image/png",
}


@dataclass(frozen=True)
class Part:
    """A part: its kind of relationship, the part that names it (none: the package), its type, its id."""

    name: str
    data: str | bytes
    kind: str
    owner: str = ""
    type: str = ""
    key: str = ""


def properties(creator: str, company: str, own: str) -> list[Part]:
    """Write the three parts of properties."""
    ns = "http://schemas.openxmlformats.org/officeDocument/2006"
    core = (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>{creator}</dc:creator></cp:coreProperties>"
    )
    program = f'<Properties xmlns="{ns}/extended-properties"><Company>{company}</Company></Properties>'
    custom = (
        f'<Properties xmlns="{ns}/custom-properties" xmlns:vt="{ns}/docPropsVTypes"><property pid="2" name="Klant" '
        f'fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}"><vt:lpwstr>{own}</vt:lpwstr></property></Properties>'
    )
    return [
        Part("docProps/core.xml", core, CORE, type="application/vnd.openxmlformats-package.core-properties+xml"),
        Part("docProps/app.xml", program, "extended-properties", type=f"{FORMATS}extended-properties+xml"),
        Part("docProps/custom.xml", custom, "custom-properties", type=f"{FORMATS}custom-properties+xml"),
    ]


def opc(parts: Iterable[Part]) -> bytes:
    """Write a package."""
    parts = list(parts)
    named: dict[str, list[str]] = defaultdict(list)
    for number, part in enumerate(parts, 1):
        target = part.kind if ":" in part.kind else f"{OFFICE}/{part.kind}"
        named[part.owner].append(
            f'<Relationship Id="{part.key or f"rId{number}"}" Type="{target}" Target="/{part.name}"/>'
        )
    types = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in _DEFAULTS.items())
    types += "".join(f'<Override PartName="/{part.name}" ContentType="{part.type}"/>' for part in parts if part.type)
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{types}</Types>',
        **{part.name: part.data for part in parts},
    }
    for owner, relations in named.items():
        folder, _, name = owner.rpartition("/")
        path = f"{folder}/_rels/{name}.rels".lstrip("/")
        files[path] = f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(relations)}</Relationships>'
    return zipped(files)


def zipped(files: dict[str, str | bytes], *, stored_first: bool = False) -> bytes:
    """Write a zip; the first member is stored where the format asks for it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, data) in enumerate(files.items()):
            method = zipfile.ZIP_STORED if stored_first and not number else zipfile.ZIP_DEFLATED
            text = data.startswith("<") and "<?xml" not in data[:6] if isinstance(data, str) else False
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>\n{data}' if text else data, method)
    return made.getvalue()
