"""What a worker does with one item: read it and its members, detect, classify, and say how each ended.

Whatever a parser does in Python ends here as the outcome of the item or member it was reading; what it does to the
process (a crash, a hang) is seen by the coordinator.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any

import msgspec

from pii_scan.classify.declaration import load_declaration
from pii_scan.classify.lexicon import load_lexicon
from pii_scan.classify.own import own_categories
from pii_scan.classify.rules import Classifier
from pii_scan.core.errors import DetectError, ExtractError
from pii_scan.core.outcome import Outcome, Reason, outcome_of
from pii_scan.core.place import Where, counted
from pii_scan.core.types import CATEGORY_EVIDENCE, Block, Content, Finding, Member, Rows, Segment, Text, Unread
from pii_scan.detect.detector import RecognizerDetector
from pii_scan.engine.digest import MAX_DIGESTED_BYTES, content_digest
from pii_scan.engine.documents import Document
from pii_scan.engine.messages import Beat, Began, Ended, Found, Task
from pii_scan.engine.tables import table_block
from pii_scan.extract.kinds import DOCX
from pii_scan.extract.ocr import recognition
from pii_scan.extract.registry import open_reading
from pii_scan.settings.bundled import config_file, lexicon_files
from pii_scan.settings.settings import Settings

Emit = Callable[[Began | Found | Beat | Ended], None]
UNKNOWN_TYPE = "application/octet-stream"
_BEAT_SECONDS = 1.0
_MAIL_STORE = 4
"""A large mail store may give this many times its size: nothing in it is packed, and attachments count twice."""
_LIMITS = frozenset({Reason.TOO_LARGE, Reason.TOO_DEEP, Reason.TOO_MANY, Reason.RATIO})
_ILLUSTRATED = frozenset({DOCX})
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_STRONG = frozenset({"BE_NATIONAL_REGISTER_NUMBER", "BE_BIS_NUMBER"})


class Pipeline:
    """The stages of one worker, wired once; heavy to build (seconds), then reused for every item."""

    def __init__(self, settings: Settings) -> None:
        self.limits = settings.limits
        self.passwords = settings.passwords
        self.recognition = recognition(settings)
        self.detector = RecognizerDetector(settings)
        self.classifier = build_classifier(settings, self.detector)
        self.strong = _STRONG | {identifier.entity for identifier in settings.identifiers if identifier.strong}

    def run(self, task: Task, stream_fd: int, emit: Emit) -> None:
        """Read one item, members included, and say all there is to say of it but `Done`."""
        poison = {member: Reason(reason) for member, reason in task.poison}
        try:
            with os.fdopen(stream_fd, "rb", closefd=False) as stream:
                content = Content(task.name.rpartition("/")[2], stream, task.size_bytes, self.passwords)
                _Job(self, emit, poison, stream_fd, is_changed=task.is_changed).read(None, content, depth=0)
        finally:
            os.close(stream_fd)


def build_classifier(settings: Settings, detector: RecognizerDetector) -> Classifier:
    """Load the declaration and the lexicons of its categories.

    Raises:
        ConfigError: naming file and line.
    """
    declaration = load_declaration(config_file("declaration.yaml", settings.configs))
    ids = [category.id for category in declaration.all_categories]
    lexicon = load_lexicon(lexicon_files(ids, settings.configs), ids)
    return Classifier(declaration, lexicon, detector.term_finder, own_categories(declaration, settings.identifiers))


class _Job:
    """The reading of one item: its members nest, its limits count over all of them."""

    def __init__(
        self, pipeline: Pipeline, emit: Emit, poison: dict[str | None, Reason], stream_fd: int, *, is_changed: bool
    ) -> None:
        self._pipeline = pipeline
        self._emit = emit
        self._poison = poison
        self._stream_fd = stream_fd  # readers may close their stream
        self._opened = os.fstat(stream_fd)
        self._is_changed = is_changed
        self._members = 0
        self._expanded_bytes = 0
        self._names: Counter[str] = Counter()
        self._beaten = monotonic()

    def read(self, member: str | None, content: Content, *, depth: int, illustrates: bool = False) -> Reason | None:
        """Read the item (member None) or one member; give the limit that its own members met, if they met one.

        A picture that `illustrates` a document proves nothing by being one: most are letterheads.
        """
        self._emit(Began(member))
        if member in self._poison:
            reason = self._poison[member]
            self._end(member, outcome_of(reason, something_read=False), reason, UNKNOWN_TYPE, content, b"")
            return None
        return _Reading(self, member, content, depth, illustrates=illustrates).run()

    def member(self, parent: str | None, segment: Member, depth: int, *, illustrates: bool) -> Reason | None:
        """Read a member; give the limit that kept it, or a member of its own, unread: then no parent is read whole."""
        name = self._unique(f"{parent}!{segment.name}" if parent else segment.name)
        limits = self._pipeline.limits
        self._members += 1
        if depth > limits.depth:
            return self.unread(name, Reason.TOO_DEEP)
        if self._members > limits.members:
            return self.unread(name, Reason.TOO_MANY)
        if self._expanded_bytes > max(limits.expanded_bytes, _MAIL_STORE * self._opened.st_size):
            return self.unread(name, Reason.TOO_LARGE)
        try:
            stream = segment.open()
        except ExtractError as error:
            self.unread(name, error.reason)
            if error.reason not in _LIMITS:
                return None
            claimed = min(segment.size_bytes, limits.content_bytes)
            self._expanded_bytes += max(claimed, limits.ratio_free_bytes)  # it was expanded, though nothing was kept
            return error.reason
        with stream:
            size = stream.seek(0, os.SEEK_END)
            stream.seek(0)
            self._expanded_bytes += size
            bare = _spelled(segment.name).rpartition("/")[2]
            content = Content(bare, stream, size, self._pipeline.passwords)
            return self.read(name, content, depth=depth, illustrates=illustrates)

    def unread(self, member: str, reason: Reason) -> Reason:
        """Record a member that was not opened."""
        self._emit(Began(member))
        outcome = outcome_of(reason, something_read=False)
        self._emit(Ended(member, outcome, reason, UNKNOWN_TYPE, 0, b""))
        return reason

    def unread_in(self, parent: str | None, member: str, reason: Reason) -> None:
        """Record a member of `parent` that its reader could not hand out."""
        self.unread(self._unique(f"{parent}!{member}" if parent else member), reason)

    def _unique(self, name: str) -> str:
        """Two members of one name are two items; bytes that are no text are spelled out."""
        given = name = _spelled(name)
        while name in self._names:
            self._names[given] += 1
            name = f"{given}#{self._names[given]}"
        self._names[name] = 1
        return name

    def _end(
        self,
        member: str | None,
        outcome: Outcome,
        reason: Reason | None,
        media_type: str,
        content: Content,
        digest: bytes,
        unread: str = "",
    ) -> None:
        self._emit(Ended(member, outcome, reason, media_type, content.size_bytes, digest, unread))

    def is_unchanged(self) -> bool:
        """Tell whether the item is as long and as old as when it was opened."""
        state = os.fstat(self._stream_fd)
        is_same = (state.st_size, state.st_mtime_ns) == (self._opened.st_size, self._opened.st_mtime_ns)
        return is_same and not self._is_changed

    def beat(self, bytes_read: int | None = None) -> None:
        """Tell the coordinator, once a second at most, that work goes on, and how far into the item it is."""
        now = monotonic()
        if now - self._beaten >= _BEAT_SECONDS:
            self._beaten = now
            self._emit(Beat(os.lseek(self._stream_fd, 0, os.SEEK_CUR) if bytes_read is None else bytes_read))


class _Reading:
    """The reading of one content."""

    def __init__(self, job: _Job, member: str | None, content: Content, depth: int, *, illustrates: bool) -> None:
        self._job = job
        self._pipeline = job._pipeline  # noqa: SLF001  one piece of work in two classes
        self._member = member
        self._content = content
        self._depth = depth
        self._illustrates = illustrates
        self._reason: Reason | None = None
        self._limit_below: Reason | None = None
        self._something_read = False
        self._unread: list[Where] = []
        self._is_cut = False
        self._last: Where = {}
        self._media_type = UNKNOWN_TYPE
        self._document = Document(self._pipeline.classifier, self._pipeline.strong, self._found)

    def run(self) -> Reason | None:
        """Read, say how it ended, and give the limit that its members met."""
        digest = self._read()
        self._close()
        if self._member is None and not self._job.is_unchanged():
            self._reason, digest = self._reason or Reason.CHANGED, b""
        outcome = outcome_of(self._reason, something_read=self._something_read) if self._reason else Outcome.SCANNED
        unread = self._told() if outcome is Outcome.PARTIAL else ""
        self._job._end(self._member, outcome, self._reason, self._media_type, self._content, digest, unread)  # noqa: SLF001
        return self._limit_below

    def _told(self) -> str:
        """Tell which part was not read: the places that the reader named, else what comes after the last one read."""
        if self._unread:
            return counted(self._unread)
        last = counted([self._last])
        return f"after {last}" if last and self._is_cut else ""

    def _read(self) -> bytes:
        """Read all, note what stopped it, and give the digest of the content, if it was made."""
        digest = b""
        try:
            if self._content.size_bytes <= MAX_DIGESTED_BYTES:
                digest = content_digest(self._content.stream, lambda _: self._job.beat(0))  # nothing is read yet
            self._read_name()
            self._read_content()
        except ExtractError as error:
            self._reason = error.reason
            self._is_cut = True
        except MemoryError:
            self._reason = Reason.MEMORY
        except RecursionError:
            self._reason = Reason.TOO_DEEP
        except DetectError:
            self._reason = Reason.RECOGNIZER
        except OSError:
            self._reason = Reason.UNREADABLE
        except Exception:  # noqa: BLE001  whatever a parser raises on strange bytes is the item's outcome
            self._reason = Reason.CORRUPT
        return digest

    def _read_name(self) -> None:
        """A name may hold a value: `CV 85.07.30-033.28.pdf`."""
        stem = self._content.name.rpartition(".")[0] or self._content.name
        segment = Text(stem, places=((0, {"part": "filename"}),))
        self._add(segment)

    def _add(self, segment: Text) -> None:
        self._document.add(segment, self._pipeline.detector.in_text(segment))
        self._note_unfinished()

    def _note_unfinished(self) -> None:
        """A recognizer that failed keeps nobody else's findings back, and the content from being fully read."""
        if self._pipeline.detector.unfinished():
            self._reason = self._reason or Reason.RECOGNIZER

    def _read_content(self) -> None:
        reading = open_reading(self._content, self._pipeline.limits, self._pipeline.recognition)
        self._media_type = self._document.media_type = reading.media_type
        self._tell_by_kind(is_small=reading.is_small or self._illustrates)
        for segment in _each(reading.segments):
            self._take(segment)
            self._job.beat()

    def _tell_by_kind(self, *, is_small: bool) -> None:
        """Some kinds are evidence by themselves: a video is audiovisual data."""
        categories = self._pipeline.classifier.file_evidence(self._media_type, self._content.name, is_small=is_small)
        if categories:
            self._found(
                Block(
                    findings=[
                        Finding(
                            CATEGORY_EVIDENCE,
                            self._media_type,
                            None,
                            0.8,
                            "MediaType",
                            ("kind",),
                            {},
                            categories,
                            "doc",
                        )
                    ]
                )
            )

    def _take(self, segment: Segment) -> None:
        match segment:
            case Text():
                self._something_read = True
                self._last = _end_of(segment)
                self._add(segment)
            case Rows():
                self._something_read = True
                self._last = {"row": segment.first_row + segment.batch.num_rows - 1}  # type: ignore[attr-defined]
                self._found(table_block(self._pipeline.detector, self._pipeline.classifier, segment))
                self._note_unfinished()
            case Member():
                self._something_read = True
                illustrates = self._media_type in _ILLUSTRATED
                limit = self._job.member(self._member, segment, self._depth + 1, illustrates=illustrates)
                self._limit_below = limit or self._limit_below
                self._reason = self._limit_below or self._reason
            case Unread(reason=reason, member=str(name)):
                self._job.unread_in(self._member, name, reason)
            case Unread(reason=reason, where=where):
                self._reason = self._reason or reason
                self._unread.append(where)

    def _found(self, block: Block) -> None:
        if len(block):
            self._job._emit(Found(self._member, _packed(block)))  # noqa: SLF001

    def _close(self) -> None:
        try:
            self._document.close()
        except DetectError:
            self._reason = Reason.RECOGNIZER
        except MemoryError:
            self._reason = Reason.MEMORY


def _end_of(segment: Text) -> Where:
    """Give the place where a text ends."""
    if segment.first_line is not None:
        return {"line": segment.first_line + segment.text.count("\n")}
    return segment.places[-1][1] if segment.places else {}


def _packed(block: Block) -> bytes:
    """Give a block as it travels; half a character pair, which no encoding can hold, becomes U+FFFD."""
    try:
        return msgspec.msgpack.encode(block)
    except UnicodeEncodeError:
        return msgspec.msgpack.encode(_sound(msgspec.to_builtins(block)))


def _sound(value: Any) -> Any:  # noqa: ANN401  any part of a message
    match value:
        case str():
            return _HALF_PAIR.sub("\ufffd", value)
        case dict():
            return {_sound(key): _sound(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_sound(inner) for inner in value]
        case _:
            return value


def _spelled(name: str) -> str:
    """Spell out what of a name is no Unicode text."""
    return name.encode("utf-8", "backslashreplace").decode()


def _each(segments: Iterator[Segment]) -> Iterator[Segment]:
    """Give the segments, and close the reader whatever happens."""
    try:
        yield from segments
    finally:
        close = getattr(segments, "close", None)
        if close is not None:
            close()
