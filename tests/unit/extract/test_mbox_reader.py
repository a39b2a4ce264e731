"""Mailboxes: every message once, whatever its body looks like."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Segment, Text, Unread
from pii_scan.extract.registry import open_reading
from pii_scan.settings.settings import Limits

LIMITS = Limits()


def _mail(number: int, body: str = "Dag allemaal.\n") -> str:
    return (
        f"From jan{number}@example.be Mon Jun  1 10:00:00 2020\n"
        f"From: Jan Peeters <jan{number}@example.be>\nTo: an@example.be\nSubject: nummer {number}\n\n{body}\n"
    )


def _segments(data: bytes, limits: Limits = LIMITS) -> tuple[str, list[Segment]]:
    reading = open_reading(Content("Sent", io.BytesIO(data), len(data)), limits)
    return reading.media_type, list(reading.segments)


def _messages(segments: list[Segment]) -> dict[str, bytes]:
    return {s.name: s.open().read() for s in segments if isinstance(s, Member)}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_each_message_is_a_member_with_its_envelope(end: str) -> None:
    kind, segments = _segments("".join(map(_mail, range(1, 4))).replace("\n", end).encode())
    messages = _messages(segments)

    assert kind == "application/mbox"
    assert list(messages) == ["1.eml", "2.eml", "3.eml"]
    assert all(f"Subject: nummer {n}".encode() in messages[f"{n}.eml"] for n in (1, 2, 3))
    assert messages["2.eml"].startswith(b"X-From-Line: jan2@example.be Mon")


def test_a_line_in_a_body_that_begins_like_a_message_is_none() -> None:
    body = "Groeten.\n\nFrom here on it is prose.\n\n>From quoted\nSubject: x\n"
    messages = _messages(_segments((_mail(1, body) + _mail(2)).encode())[1])

    assert len(messages) == 2
    assert b"here on it is prose" in messages["1.eml"]


def test_messages_are_found_wherever_the_file_is_cut_into_blocks() -> None:
    mails = [_mail(n, "regel\n" * (n * 7919 % 60_000)) for n in range(1, 40)]
    messages = _messages(_segments("".join(mails).encode())[1])

    assert [m.removeprefix(b"X-From-Line: ") for m in messages.values()] == [
        mail.removeprefix("From ").encode() for mail in mails
    ]


def test_a_box_of_one_message_is_read_as_that_mail() -> None:
    segments = _segments(_mail(1, "Bel 02 555 12 12.\n").encode())[1]

    text = "".join(s.text for s in segments if isinstance(s, Text))
    assert "Bel 02 555 12 12." in text
    assert "jan1@example.be Mon Jun" in text
    assert not _messages(segments)


def test_a_message_beyond_the_limit_costs_only_itself() -> None:
    data = (_mail(1) + _mail(2, "x" * 70 + "\n" * 5_000_000) + _mail(3)).encode()
    segments = _segments(data, replace(LIMITS, content_bytes=2 << 20))[1]

    assert list(_messages(segments)) == ["1.eml", "3.eml"]
    assert [(s.member, s.reason) for s in segments if isinstance(s, Unread)] == [("2.eml", Reason.TOO_LARGE)]
    assert isinstance(_segments(data, replace(LIMITS, members=1))[1][-1], Unread)
