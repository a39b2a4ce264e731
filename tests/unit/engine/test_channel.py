"""Frames come out as they went in, whatever the sizes of buffers between."""

from __future__ import annotations

import os
import socket
import struct
from pathlib import Path

import msgspec
import pytest

from pii_scan.engine.channel import BrokenFrameError, Channel, channel_pair, frame, frame_head
from pii_scan.engine.messages import Beat, Found


@pytest.fixture
def ends():
    here, there = channel_pair()
    other = Channel(there, takes_fds=True)
    yield here, other
    here.close()
    other.close()


def frames_of(channel: Channel, count: int) -> list[bytes]:
    frames: list[bytes] = []
    while len(frames) < count:
        frames += channel.pull() or []
    return frames


def test_frames_keep_order_and_content(ends) -> None:
    here, there = ends
    for number in range(100):
        here.push(frame(Beat(number)))

    decoded = [msgspec.msgpack.decode(data, type=Beat) for data in frames_of(there, 100)]

    assert decoded == [Beat(number) for number in range(100)]


def test_what_does_not_fit_waits_and_goes_out_later(ends) -> None:
    here, there = ends
    payload = os.urandom(3 << 20)
    here.push(frame_head(len(payload), b"head"))
    here.push(payload)
    assert here.pending

    frames: list[bytes] = []
    while not frames:
        frames = there.pull() or []
        here.flush()

    assert frames == [b"head" + payload]
    assert not here.pending


def test_descriptors_arrive_in_the_order_of_their_frames(ends, tmp_path) -> None:
    here, there = ends
    for number in range(5):
        path = tmp_path / str(number)
        path.write_text(str(number))
        here.push(frame(Found(None, bytes(100_000 * (number % 2)))), os.open(path, os.O_RDONLY))
    received = []
    while len(received) < 5:
        here.flush()
        received += there.pull() or []

    texts = []
    for _ in range(5):
        with os.fdopen(there.take_fd()) as stream:
            texts.append(stream.read())
    assert texts == ["0", "1", "2", "3", "4"]


def test_an_oversize_frame_is_refused_before_it_is_kept() -> None:
    here, there = channel_pair(max_frame_bytes=100)
    there.sendall(struct.pack(">I", 101))

    with pytest.raises(BrokenFrameError):
        here.pull()
    here.close()
    there.close()


def test_what_came_whole_before_a_broken_frame_is_kept() -> None:
    one, two = socket.socketpair()
    here = Channel(one)
    two.sendall(bytes(frame(Beat(1))) + struct.pack(">I", 0xFFFFFFFF))

    with pytest.raises(BrokenFrameError) as broken:
        here.pull()

    assert broken.value.frames == [bytes(frame(Beat(1)))[4:]]
    here.close()
    two.close()


def test_a_vanished_other_side_is_told_by_pull_and_swallows_what_is_pushed(ends) -> None:
    here, there = ends
    there.close()

    here.push(b"into the void")

    assert not here.pending
    assert here.pull() is None


def test_descriptors_from_a_side_that_should_send_none_are_not_taken(ends) -> None:
    here, there = ends
    before = len(list(Path("/proc/self/fd").iterdir()))
    raw = socket.socket(fileno=os.dup(there.fileno()))
    with Path(os.devnull).open() as null:
        socket.send_fds(raw, [bytes(frame(Beat(1)))], [null.fileno()])
    raw.close()

    assert len(here.pull() or []) == 1
    assert len(list(Path("/proc/self/fd").iterdir())) == before
