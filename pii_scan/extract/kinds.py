"""The names of kinds (media types), and the signatures and suffixes that tell them."""

from __future__ import annotations

from pii_scan.extract import trades

UNKNOWN = "application/octet-stream"
EMPTY = "application/x-empty"
PDF = "application/pdf"
ZIP, TAR = "application/zip", "application/x-tar"
GZIP, BZIP2, XZ = "application/gzip", "application/x-bzip2", "application/x-xz"
ZSTD, LZ4, LZIP = "application/zstd", "application/x-lz4", "application/x-lzip"
LZMA, COMPRESS = "application/x-lzma", "application/x-compress"
SEVENZIP, RAR, CAB = "application/x-7z-compressed", "application/vnd.rar", "application/vnd.ms-cab-compressed"
AR, CPIO, RPM = "application/x-archive", "application/x-cpio", "application/x-rpm"
LHA, XAR, ISO = "application/x-lzh-compressed", "application/x-xar", "application/x-iso9660-image"
SQLITE = "application/vnd.sqlite3"
OLE, OLE_ENCRYPTED = "application/x-ole-storage", "application/x-ole-encrypted"
_OOXML = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OOXML}.wordprocessingml.document"
XLSX = f"{_OOXML}.spreadsheetml.sheet"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
PPTX = f"{_OOXML}.presentationml.presentation"
ODF, _OLD_ODF = "application/vnd.oasis.opendocument", "application/vnd.sun.xml"
_ODF_KINDS = "text text-master text-web presentation graphics spreadsheet chart formula image base".split()
_OLD_ODF_KINDS = "writer writer.global calc impress draw math base".split()
OPEN_DOCUMENTS = (
    *(f"{ODF}.{kind}" for kind in _ODF_KINDS),
    *(f"{_OLD_ODF}.{kind}" for kind in _OLD_ODF_KINDS),
    trades.FLAT_ODF,
)
EPUB, XPS = "application/epub+zip", "application/vnd.ms-xpsdocument"
XLS, DOC, PPT = "application/vnd.ms-excel", "application/msword", "application/vnd.ms-powerpoint"
PUBLISHER = "application/x-mspublisher"
PARQUET, AVRO, ORC = "application/vnd.apache.parquet", "application/avro", "application/vnd.apache.orc"
ARROW, ARROW_STREAM = "application/vnd.apache.arrow.file", "application/vnd.apache.arrow.stream"
ACCESS = "application/vnd.ms-access"
DBF, DBF_MEMO = "application/x-dbf", "application/x-dbf-memo"
PLIST_BINARY = "application/x-bplist"
DICOM = "application/dicom"
FIT = "application/vnd.ant.fit"
PKCS7, RIGHTS_MANAGED = "application/pkcs7-mime", "application/x-microsoft-rpmsg-message"
OUTLOOK, PST, TNEF = "application/vnd.ms-outlook", "application/vnd.ms-outlook-pst", "application/ms-tnef"
JPEG, PNG, GIF, TIFF, WEBP = "image/jpeg", "image/png", "image/gif", "image/tiff", "image/webp"
BMP, HEIC, HEIF, AVIF = "image/bmp", "image/heic", "image/heif", "image/avif"

MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x1f\x8b", GZIP),
    (0, b"BZh", BZIP2),
    (0, b"\xfd7zXZ\0", XZ),
    (0, b"7z\xbc\xaf\x27\x1c", SEVENZIP),
    (0, b"Rar!\x1a\x07", RAR),
    (0, b"\x28\xb5\x2f\xfd", ZSTD),
    (0, b"\x04\x22\x4d\x18", LZ4),
    (0, b"\x02\x21\x4c\x18", LZ4),
    (0, b"\x1f\x9d", COMPRESS),
    (0, b"MSCF", CAB),
    (0, b"!<arch>\n", AR),
    (0, b"070701", CPIO),
    (0, b"070702", CPIO),
    (0, b"070707", CPIO),
    (0, b"LZIP\x01", LZIP),
    (0, b"xar!", XAR),
    (0, b"\xed\xab\xee\xdb", RPM),
    (32769, b"CD001", ISO),
    (0, b"SQLite format 3\0", SQLITE),
    (0, b"\xdb\xa5-\0", "application/msword"),
    (0, b"\x9b\xa5!\0", "application/msword"),
    (0, b"PAR1", PARQUET),
    (0, b"PARE", PARQUET),
    (0, b"ARROW1\0\0", ARROW),
    (0, b"FEA1", ARROW),
    (0, b"bplist0", PLIST_BINARY),
    (0, b"Obj\x01", AVRO),
    (0, b"PGDMP", "application/x-pgdump-custom"),
    (0, b"!BDN", PST),
    (0, b"\x78\x9f\x3e\x22", TNEF),
    (0, b"\x76\xe8\x04\x60\xc4\x11\xe3\x86", RIGHTS_MANAGED),
    (4, b"Standard Jet DB", ACCESS),
    (4, b"Standard ACE DB", ACCESS),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"\xca\xfe\xba\xbe", "application/java-vm"),
    (128, b"DICM", DICOM),
    (8, b".FIT", FIT),
    (0, b"\x89PNG\r\n\x1a\n", PNG),
    (0, b"\xff\xd8\xff", JPEG),
    (0, b"GIF8", GIF),
    (0, b"II*\0", TIFF),
    (0, b"MM\0*", TIFF),
    (0, b"\0\0\0\x0cjP  \r\n\x87\n", "image/jp2"),
    (0, b"\0\0\0\x0cJXL \r\n\x87\n", "image/jxl"),
    (0, b"\xff\x4f\xff\x51", "image/jp2"),
    (0, b"\0\0\1\0", "image/x-icon"),
    (0, b"8BPS", "image/vnd.adobe.photoshop"),
    (0, b"\xd7\xcd\xc6\x9a", "image/wmf"),
    (40, b" EMF", "image/emf"),
    (8, b"WEBP", WEBP),
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/x-msvideo"),
    (8, b"AIFF", "audio/aiff"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"OggS", "audio/ogg"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"caff\0", "audio/x-caf"),
    (0, b".snd\0\0\0", "audio/basic"),
    (0, b"\2dss", "audio/x-dss"),
    (0, b"\3dss", "audio/x-dss"),
    (0, b"\3ds2", "audio/x-dss"),
    (0, b"DHAV", "video/x-dav"),
    (0, b"\0\0\0\1\x67", "video/h264"),
    (0, b"\0\0\0\1\x09", "video/h264"),
    (0, b"\0\0\0\1\x40\1", "video/h265"),
    (0, b"\0\0\0\1\x46\1", "video/h265"),
    (0, b"MThd", "audio/midi"),
    (0, b"\x1a\x45\xdf\xa3", "video/x-matroska"),
    (0, b"FLV\x01", "video/x-flv"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"),
    (0, b"\0\0\x01\xba", "video/mpeg"),
    (0, b"\0\0\x01\xb3", "video/mpeg"),
)
BRANDS = {
    b"heic": HEIC,
    b"heix": HEIC,
    b"hevc": HEIC,
    b"mif1": HEIF,
    b"msf1": HEIF,
    b"avif": AVIF,
    b"avis": AVIF,
    b"crx ": "image/x-canon-cr3",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"3gp4": "video/3gpp",
    b"3gp5": "video/3gpp",
    b"3gp6": "video/3gpp",
    b"3ge6": "video/3gpp",
    b"3g2a": "video/3gpp2",
}
STREAMS = (
    ("EncryptedPackage", OLE_ENCRYPTED),
    ("__properties_version1.0", OUTLOOK),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("PowerPoint Document", PPT),
    ("PP97_DUALSTORAGE", PPT),
    ("VisioDocument", "application/vnd.visio"),
    ("Quill", PUBLISHER),
)
PARTS = (
    ("word/", DOCX),
    ("xl/workbook.bin", XLSB),
    ("xl/", XLSX),
    ("ppt/", PPTX),
    ("visio/", "application/vnd.ms-visio.drawing"),
)
SUFFIXES = {
    PDF: ".pdf",
    DOCX: ".docx .docm .dotx .dotm",
    XLSX: ".xlsx .xlsm .xltx",
    XLSB: ".xlsb",
    PPTX: ".pptx .pptm .ppsx .ppsm .potx .potm",
    DOC: ".doc .dot",
    PUBLISHER: ".pub",
    XLS: ".xls .xlt",
    PPT: ".ppt .pps .pot",
    f"{ODF}.text": ".odt .ott",
    f"{ODF}.spreadsheet": ".ods .ots",
    f"{ODF}.presentation": ".odp .otp",
    f"{ODF}.graphics": ".odg .otg",
    f"{_OLD_ODF}.writer": ".sxw .stw",
    f"{_OLD_ODF}.calc": ".sxc .stc",
    f"{_OLD_ODF}.impress": ".sxi .sti",
    EPUB: ".epub",
    XPS: ".xps .oxps",
    OUTLOOK: ".msg .oft",
    PST: ".pst .ost",
    TNEF: ".tnef",
    PKCS7: ".p7m .p7s .p7c .p7b",
    RIGHTS_MANAGED: ".rpmsg",
    "message/rfc822": ".eml",
    "application/rtf": ".rtf",
    ZIP: ".zip",
    TAR: ".tar",
    GZIP: ".gz .tgz",
    BZIP2: ".bz2",
    XZ: ".xz",
    SEVENZIP: ".7z",
    RAR: ".rar",
    ZSTD: ".zst",
    LZMA: ".lzma .tlz",
    CAB: ".cab",
    ISO: ".iso",
    SQLITE: ".sqlite .sqlite3",
    ACCESS: ".mdb .accdb",
    PARQUET: ".parquet",
    ORC: ".orc",
    AVRO: ".avro",
    ARROW: ".arrow .feather",
    DBF: ".dbf",
    "text/plain": ".txt .log",
    "text/csv": ".csv .tsv",
    "text/html": ".html .htm",
    "application/xml": ".xml",
    "application/json": ".json",
    "application/sql": ".sql",
    "text/markdown": ".md",
    DICOM: ".dcm .dicom",
    FIT: ".fit",
    trades.KMZ: ".kmz",
    PNG: ".png",
    JPEG: ".jpg .jpeg",
    GIF: ".gif",
    TIFF: ".tif .tiff",
    BMP: ".bmp",
    WEBP: ".webp",
    HEIC: ".heic",
    HEIF: ".heif",
    AVIF: ".avif",
    "audio/mpeg": ".mp3",
    "audio/wav": ".wav",
    "audio/mp4": ".m4a",
    "audio/ogg": ".ogg .oga .opus",
    "audio/amr": ".amr",
    "audio/flac": ".flac",
    "audio/aac": ".aac",
    "audio/x-ms-wma": ".wma",
    "audio/x-dss": ".dss .ds2",
    "audio/g729": ".g729",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "video/x-msvideo": ".avi",
    "video/x-matroska": ".mkv",
    "video/webm": ".webm",
    "video/x-ms-asf": ".wmv .asf",
    "video/3gpp": ".3gp",
    "video/3gpp2": ".3g2",
    "video/mp2t": ".mts .m2ts",
    "video/x-dav": ".dav",
    "video/h264": ".264 .h264",
    "video/h265": ".265 .h265",
    "video/x-genetec": ".g64 .g64x",
}
BY_SUFFIX = {suffix: kind for kind, suffixes in SUFFIXES.items() for suffix in suffixes.split()}
