"""The engine with real processes and fake stages: whatever a worker does costs its item only."""

from __future__ import annotations

import io
import os
import random
import signal
import socket
import threading
import time
from functools import partial
from pathlib import Path

import pyarrow.csv
import pytest

from pii_scan.core.errors import ConfigError, PiiScanError
from pii_scan.core.outcome import Outcome, Reason
from pii_scan.core.types import Item, Unlisted

SCANNED = ("scanned", None)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition, seconds: float = 5) -> bool:
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


# the quiet way


def test_every_item_is_recorded_with_all_that_was_found_in_order(bench) -> None:
    for number in range(30):
        bench.write(f"{number:02}", *[f"find {number}-{block}" for block in range(number)])

    tally = bench.scan()

    assert tally.items == 30
    assert tally.findings == sum(range(30))
    assert tally.outcomes == {Outcome.SCANNED: 30}
    assert all(
        bench.recorder.found(f"{n:02}").get(None, []) == [f"{n}-{block}".encode() for block in range(n)]
        for n in range(30)
    )
    assert bench.is_complete
    assert not tally.unread


def test_members_end_apart_and_are_all_counted(bench) -> None:
    bench.write("a.zip", "find own", "member b", "find in b", "end", "member c", "end")

    tally = bench.scan()

    assert bench.recorder.ends("a.zip") == {"b": SCANNED, "c": SCANNED, None: SCANNED}
    assert bench.recorder.found("a.zip") == {None: [b"own"], "b": [b"in b"]}
    assert (tally.items, tally.outcomes[Outcome.SCANNED]) == (1, 3)


def test_unchanged_items_are_not_read_but_what_they_lack_still_counts(bench) -> None:
    bench.write("good", "abort")
    bench.write("bad", "abort")
    bench.recorder.known = {"good": SCANNED, "bad": ("failed", "encrypted")}

    tally = bench.scan()

    assert tally.outcomes == {Outcome.UNCHANGED: 2}
    assert tally.unread == {Reason.ENCRYPTED: 1}
    assert not bench.recorder.drafts


def test_known_content_is_copied_and_other_content_of_that_size_is_read(bench) -> None:
    from blake3 import blake3

    bench.write("known", "find twin A")
    bench.write("other", "find twin B")
    bench.recorder.sizes = {11}
    bench.recorder.digests = {blake3(b"find twin A").digest()}

    tally = bench.scan()

    assert bench.recorder.copies == ["known"]
    assert bench.recorder.found("other") == {None: [b"twin B"]}
    assert tally.items == 2


def test_one_engine_scans_several_sources(bench) -> None:
    bench.write("a", "find 1")
    with bench.engine() as engine:
        engine.open_sealers(bench.sealer)
        bench.scan_with(engine)
        bench.write("b", "find 2")
        bench.scan_with(engine)

    assert bench.recorder.found("b") == {None: [b"2"]}


def test_progress_ends_at_its_total(bench) -> None:
    for number in range(10):
        bench.write(str(number), "beat 0.05", "find x")

    bench.scan()

    assert bench.progress.totals[-1] == (bench.progress.items, bench.progress.size_bytes)


class Listed:
    """A source that says one thing and hands out another."""

    name = "listed"

    def __init__(self, entries, error: OSError | None = None) -> None:
        self.entries = entries
        self.error = error

    def items(self):
        yield from self.entries

    def open(self, item, opening=None):
        raise self.error


@pytest.mark.parametrize(
    ("error", "end"),
    [
        (FileNotFoundError(), ("gone", "vanished")),
        (PermissionError(13, "no"), ("failed", "unreadable")),
        (OSError(40, "a link now"), ("failed", "unreadable")),
    ],
)
def test_what_cannot_be_opened_is_recorded_so(bench, error, end) -> None:
    bench.scan(Listed([Item("x", 1, 1)], error))

    assert bench.recorder.ends("x") == {None: end}


def test_what_cannot_be_listed_is_recorded_and_counted(bench) -> None:
    tally = bench.scan(Listed([Unlisted("folder/", Reason.UNREADABLE), Unlisted("fifo", Reason.SPECIAL_FILE)]))

    assert bench.recorder.unlisted_paths == ["folder", "fifo"]
    assert tally.unread == {Reason.UNREADABLE: 1}


def test_too_many_open_files_ends_the_scan_and_blames_no_item(bench) -> None:
    with pytest.raises(PiiScanError, match="too many open files"):
        bench.scan(Listed([Item("x", 1, 1)], OSError(24, "too many")))

    assert not bench.recorder.drafts


def test_names_that_are_no_text_are_read_too(bench) -> None:
    bench.write("n\udcff", "find x")

    bench.scan()

    assert bench.recorder.found("n\udcff") == {None: [b"x"]}


# trouble


def neighbors_are_whole(bench) -> bool:
    return all(bench.recorder.found(f"good{n}") == {None: [b"g"]} for n in range(8))


@pytest.fixture
def crowd(bench):
    """Put good neighbors on both sides of the bad one."""
    for number in range(8):
        bench.write(f"good{number}", "find g")
    return bench


@pytest.mark.parametrize(
    "command",
    [
        "abort",
        "segfault",
        "exit",
        "system_exit",
        "end_wrong gone",
        "end_wrong excellent",
        "end_naming Peeters",
        "end_unknown",
    ]
    + [f"speak {what}" for what in ("noise", "pickle", "huge", "wrong", "digest")],
)
def test_a_worker_that_dies_or_talks_nonsense_costs_its_item_only(crowd, command) -> None:
    crowd.write("good3x", command)

    tally = crowd.scan()

    assert crowd.recorder.ends("good3x") == {None: ("failed", "crashed")}
    assert neighbors_are_whole(crowd)
    assert tally.unread == {Reason.CRASHED: 1}


def test_a_crash_after_findings_keeps_them_and_is_partial(crowd) -> None:
    crowd.write("x", "find before", "abort")

    crowd.scan()

    assert crowd.recorder.ends("x") == {None: ("partial", "crashed")}
    assert crowd.recorder.found("x") == {None: [b"before"]}
    assert not crowd.recorder.open


def test_an_item_that_crashed_once_is_read_again_from_scratch(crowd, tmp_path) -> None:
    crowd.write("x", "find before", f"abort_once {tmp_path / 'marker'}", "find after")

    crowd.scan()

    assert crowd.recorder.ends("x") == {None: SCANNED}
    assert crowd.recorder.found("x") == {None: [b"before", b"after"]}


def test_a_hang_costs_its_item_only_and_says_timeout(crowd) -> None:
    crowd.stall_after(1)
    crowd.write("good3x", "find before", "hang")

    tally = crowd.scan()

    assert crowd.recorder.ends("good3x") == {None: ("partial", "timeout")}
    assert neighbors_are_whole(crowd)
    assert tally.unread == {Reason.TIMEOUT: 1}


def test_an_item_that_goes_on_may_take_longer_than_a_stall(bench) -> None:
    bench.stall_after(1)
    bench.write("long", "beat 1.6", "find x")

    bench.scan()

    assert bench.recorder.ends("long") == {None: SCANNED}


@pytest.mark.parametrize(("command", "reason"), [("abort", "crashed"), ("hang", "timeout")])
def test_a_bad_member_costs_that_member_only(bench, command, reason) -> None:
    bench.stall_after(1)
    bench.write("a.zip", "member b", "find b", "end", "member bad", command, "end", "member c", "find c", "end")

    bench.scan()

    assert bench.recorder.ends("a.zip") == {"b": SCANNED, "bad": ("failed", reason), "c": SCANNED, None: SCANNED}
    assert bench.recorder.found("a.zip") == {"b": [b"b"], "c": [b"c"]}


def test_an_item_with_too_many_bad_members_ends_with_their_reason(bench) -> None:
    members = [line for n in range(20) for line in (f"member {n}", "find x", "abort", "end")]
    bench.write("a.zip", *members)

    bench.scan()

    ends = bench.recorder.ends("a.zip")
    assert ends[None] == ("partial", "crashed")
    assert len(ends) == 18


def test_a_memory_hog_is_stopped_and_says_memory(crowd) -> None:
    crowd.write("good3x", "find before", "hog")

    crowd.scan()

    assert crowd.recorder.ends("good3x") == {None: ("partial", "memory")}
    assert neighbors_are_whole(crowd)


def test_a_malformed_block_discredits_the_whole_item(crowd) -> None:
    crowd.write("x", "find fine", "find malformed")
    crowd.write("y", "find malformed", "sleep 0.3")

    crowd.scan()

    assert crowd.recorder.ends("x")[None] == ("failed", "crashed")
    assert crowd.recorder.ends("y")[None] == ("failed", "crashed")
    assert not crowd.recorder.found("x")
    assert neighbors_are_whole(crowd)


def test_what_a_worker_forked_ends_with_it(bench, tmp_path) -> None:
    bench.write("x", f"fork {tmp_path / 'child'}")
    bench.write("y", "beat 1.5")

    bench.scan()

    pids = [int(path.suffix[1:]) for path in tmp_path.glob("child.*")]
    assert len(pids) == 2
    assert wait_for(lambda: not any(map(alive, pids)))


def test_workers_write_no_files(bench, tmp_path) -> None:
    bench.write("x", f"write {tmp_path / 'out'}")

    bench.scan()

    assert bench.recorder.found("x") == {None: [b"refused"]}
    assert not (tmp_path / "out").exists() or not (tmp_path / "out").stat().st_size


def test_workers_reach_no_network_where_the_system_allows_it(bench) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        bench.write("x", f"connect {server.getsockname()[1]}")
        with bench.engine() as engine:
            engine.open_sealers(bench.sealer)
            bench.scan_with(engine)
            offline = engine.offline

    assert bench.recorder.found("x") == ({None: [b"refused"]} if offline else {})


def test_workers_hold_their_connection_and_nothing_else(bench, tmp_path) -> None:
    bench.write("x", "fds")
    with (tmp_path / "secret").open("w"):
        bench.scan()

    (found,) = bench.recorder.found("x")[None]
    kinds = [kind for fd, kind in eval(found) if fd > 2]
    mere = {"/dev/null", "pipe"}  # places kept taken, and Arrow's pipe to itself, made anew after a fork
    assert [kind for kind in kinds if "/proc" not in kind and kind not in mere] == ["socket"]


def test_what_a_library_of_the_parent_holds_open_breaks_no_worker(bench) -> None:
    pyarrow.csv.read_csv(io.BytesIO(b"a\n1\n"))  # makes a pipe that Arrow closes after every fork
    bench.write("x", "find x")
    bench.scan()

    assert bench.recorder.found("x") == {None: [b"x"]}


def test_twenty_random_kills_of_workers_change_nothing(bench) -> None:
    bench.workers = 3
    for number in range(400):
        bench.write(f"{number:03}", f"find {number}", "sleep 0.005")
    chance = random.Random(33)
    killed = set()

    def kill() -> None:
        while len(killed) < 20 and not done.wait(chance.uniform(0.01, 0.04)):
            hands = list(engine._crew.hands)
            if hands:
                hand = chance.choice(hands)
                if hand.pid not in killed and alive(hand.pid):
                    killed.add(hand.pid)
                    os.kill(hand.pid, signal.SIGKILL)

    done = threading.Event()
    with bench.engine() as engine:
        engine.open_sealers(bench.sealer)
        killer = threading.Thread(target=kill)
        killer.start()
        bench.scan_with(engine)
        done.set()
        killer.join()

    assert len(killed) == 20
    assert all(bench.recorder.found(f"{n:03}") == {None: [str(n).encode()]} for n in range(400))
    assert bench.tally.outcomes == {Outcome.SCANNED: 400}


def test_slow_sealers_hold_workers_back_and_that_is_no_stall(bench, slow_sealer) -> None:
    bench.stall_after(0.6)
    bench.sealer = slow_sealer
    bench.write("x", "flood 100")
    highest = 0

    def look() -> bool:
        nonlocal highest
        highest = max(highest, engine._sealers._in_flight_bytes)
        return False

    bench.is_stopped = look
    with bench.engine() as engine:
        engine.open_sealers(bench.sealer)
        bench.scan_with(engine)

    assert bench.recorder.found("x")[None] == [n.to_bytes(4, "big") for n in range(100)]
    assert highest < 36 << 20


# start and end


def test_a_stop_gives_up_what_is_in_work(bench) -> None:
    bench.write("quick", "find x")
    bench.write("slow", "find x", "hang")
    bench.is_stopped = lambda: "quick" in bench.recorder.drafts

    bench.scan()

    assert not bench.is_complete
    assert list(bench.recorder.drafts) == ["quick"]
    assert not bench.recorder.open


def test_an_engine_leaves_neither_descriptors_nor_processes_behind(bench, children) -> None:
    for number in range(5):
        bench.write(f"{number}", "find x", *(["abort"] if number == 3 else []))
    before = len(list(Path("/proc/self/fd").iterdir()))

    bench.scan()

    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert wait_for(lambda: len(children()) <= 1)  # ps itself


def test_an_error_while_loading_comes_out_as_it_is(bench, unloadable) -> None:
    bench.make_pipeline = unloadable
    bench.write("x", "find x")

    with pytest.raises(ConfigError, match="line 3"):
        bench.scan()


def test_a_sealer_that_ends_ends_the_scan(bench) -> None:
    bench.write("x", "find x")
    with bench.engine() as engine:
        engine.open_sealers(bench.sealer)
        os.kill(engine._sealers._posts[0]._pid, signal.SIGKILL)

        with pytest.raises(PiiScanError, match="seals"):
            bench.scan_with(engine)

    assert not bench.recorder.drafts


def test_a_zygote_that_ends_ends_the_scan(bench) -> None:
    bench.write("x", "find x")
    with bench.engine() as engine:
        engine.open_sealers(bench.sealer)
        os.kill(engine._crew._zygote._pid, signal.SIGKILL)

        with pytest.raises(PiiScanError, match="readers"):
            bench.scan_with(engine)


def test_when_the_main_process_is_killed_all_others_end(bench, tmp_path) -> None:
    bench.write("x", "hang")
    pid = os.fork()
    if pid == 0:
        try:
            with bench.engine() as engine:
                engine.open_sealers(bench.sealer)
                bench.is_stopped = partial(_tell, engine, tmp_path / "pids")
                bench.scan_with(engine)
        finally:
            os._exit(0)
    assert wait_for((tmp_path / "pids").exists)
    pids = [int(word) for word in (tmp_path / "pids").read_text().split()]

    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)

    assert len(pids) == 3
    assert wait_for(lambda: not any(map(alive, pids)))


def _tell(engine, path: Path) -> bool:
    hands = engine._crew.hands
    if hands and hands[0].is_started and not path.exists():
        pids = [engine._crew._zygote._pid, engine._sealers._posts[0]._pid, hands[0].pid]
        draft = path.with_suffix(".new")
        draft.write_text(" ".join(map(str, pids)))
        draft.rename(path)
    return False
