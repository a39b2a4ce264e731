"""What every inventory promises to those who record and those who search; a store adds only its fixture."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import pytest

from pii_scan.core.errors import DamagedInventoryError, LockedError, NoInventoryError
from pii_scan.core.index import term
from pii_scan.core.outcome import Outcome, Reason
from pii_scan.core.types import Block, ColumnFindings, Coverage, Finding, Item, ItemRef, Unlisted
from pii_scan.inventory import (
    InventoryReader,
    InventoryRecorder,
    Sealer,
    Vault,
    create_key_file,
    open_reader,
    open_recorder,
)

SETTINGS = b"settings one"
PHONE = "+32470000001"
OTHER_PHONE = "+32470000002"
DIGEST = b"\1" * 32
TEXT = "text/plain"


def finding(value: str, entity: str = "PHONE_NUMBER") -> Finding:
    return Finding(entity, value, value, 0.9, "a recognizer", ("label",), {"line": 3}, ("identification",), "p1")


def block(*values: str) -> Block:
    return Block(findings=[finding(value) for value in values])


def item(path: str, *, size_bytes: int = 10, modified_ns: int = 5, inode: int = 7) -> Item:
    return Item(path, size_bytes, modified_ns, inode, 1)


@dataclass(frozen=True)
class Inventory:
    """One inventory, open to both sides."""

    sealer: Sealer
    reader: Callable[[], InventoryReader]
    scan: Callable[..., AbstractContextManager[InventoryRecorder]]

    def record(
        self,
        recorder: InventoryRecorder,
        what: Item,
        *blocks: Block,
        digest: bytes = b"",
        ended: tuple[str, str | None] = (Outcome.SCANNED, None),
    ) -> None:
        draft = recorder.draft(what)
        for ordinal, found in enumerate(blocks):
            draft.add(None, ordinal, self.sealer.seal(draft.uid, 0, ordinal, msgspec.msgpack.encode(found)))
        draft.end(None, *ended, TEXT, what.size_bytes, digest)
        draft.commit()

    def record_archive(
        self,
        recorder: InventoryRecorder,
        what: Item,
        members: dict[str, Block],
        *,
        reason: str | None = None,
        digest: bytes = DIGEST,
    ) -> None:
        draft = recorder.draft(what)
        for number, (name, found) in enumerate(members.items(), start=1):
            draft.add(name, 0, self.sealer.seal(draft.uid, number, 0, msgspec.msgpack.encode(found)))
            draft.end(name, Outcome.PARTIAL if reason else Outcome.SCANNED, reason, TEXT, 4, bytes([number]) * 32)
        draft.end(None, Outcome.SCANNED, None, "application/zip", what.size_bytes, digest)
        draft.commit()

    def values(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for ref, each in self.reader().findings():
            path = ref.item if ref.member is None else f"{ref.item}!{ref.member}"
            found.setdefault(path, []).extend(f.text for f in each.expand())
        return found

    def access(self) -> dict[str, str]:
        rows = self.reader().coverage()
        return {c.ref.item if c.ref.member is None else f"{c.ref.item}!{c.ref.member}": c.access for c in rows}

    def outcomes(self) -> dict[str, tuple[str, str | None]]:
        rows = list(self.reader().coverage())
        paths = [c.ref.item if c.ref.member is None else f"{c.ref.item}!{c.ref.member}" for c in rows]
        assert len(set(paths)) == len(paths)
        return {path: (c.outcome, c.reason) for path, c in zip(paths, rows, strict=True)}


class InventoryContract:
    """Subclass, provide the `inventory` fixture, and inherit every test."""

    def test_what_is_committed_is_found_and_covered(self, inventory: Inventory) -> None:
        with inventory.scan() as recorder:
            inventory.record(recorder, item("b.txt"), block(PHONE), block(OTHER_PHONE))
            inventory.record(recorder, item("a.txt"), block(OTHER_PHONE))
            recorder.finish(complete=True)

        reader = inventory.reader()
        assert list(reader.coverage()) == [
            Coverage(ItemRef("share", name), Outcome.SCANNED, None, TEXT, 10) for name in ("a.txt", "b.txt")
        ]
        assert list(reader.findings()) == [
            (ItemRef("share", "a.txt"), block(OTHER_PHONE)),
            (ItemRef("share", "b.txt"), block(PHONE)),
            (ItemRef("share", "b.txt"), block(OTHER_PHONE)),
        ]
        assert list(reader.tallies()) == [
            (ItemRef("share", "a.txt"), "PHONE_NUMBER", "identification", 1),
            (ItemRef("share", "b.txt"), "PHONE_NUMBER", "identification", 2),
        ]

    def test_owner_and_rights_are_kept_with_the_item_and_follow_it(self, inventory: Inventory) -> None:
        private = replace(item("a.zip"), access="mode=0600 uid=7 gid=8")
        with inventory.scan() as recorder:
            inventory.record_archive(recorder, private, {"b.txt": block(PHONE)})
            recorder.finish(complete=True)
        assert inventory.access() == {"a.zip": "mode=0600 uid=7 gid=8", "a.zip!b.txt": ""}

        public = replace(private, access="mode=0644 uid=7 gid=8 acl=user::rw-,other::r--")
        with inventory.scan() as recorder:
            assert recorder.unchanged(public) == (Outcome.SCANNED, None)
            recorder.finish(complete=True)
        assert inventory.access()["a.zip"] == public.access
        assert inventory.values() == {"a.zip!b.txt": [PHONE]}

    def test_a_term_leads_to_each_block_once_with_all_its_items(self, inventory: Inventory) -> None:
        with inventory.scan() as recorder:
            inventory.record(recorder, item("x/a.txt"), block(PHONE, OTHER_PHONE), block("+32470000009"), digest=DIGEST)
            assert recorder.copy(item("y/a.txt"), DIGEST)

        hits = list(inventory.reader().blocks_with([term("PHONE_NUMBER", v) for v in (PHONE, OTHER_PHONE)]))
        assert [(list(hit.refs), hit.block) for hit in hits] == [
            ([ItemRef("share", "x/a.txt"), ItemRef("share", "y/a.txt")], block(PHONE, OTHER_PHONE))
        ]
        assert list(inventory.reader().blocks_with([term("PHONE_NUMBER", "+32470000008")])) == []
        assert list(inventory.reader().blocks_with([])) == []

    def test_many_terms_at_once_find_what_each_alone_finds(self, inventory: Inventory) -> None:
        phones = [f"+3247{number:07}" for number in range(300)]
        with inventory.scan() as recorder:
            for number, phone in enumerate(phones):
                inventory.record(recorder, item(f"{number:03}.txt"), block(phone))

        wanted = phones[::7]
        hits = inventory.reader().blocks_with(term("PHONE_NUMBER", phone) for phone in wanted)
        assert [hit.block.findings[0].value for hit in hits] == wanted

    def test_a_name_in_two_cells_is_found_by_the_full_name(self, inventory: Inventory) -> None:
        columns = [
            ColumnFindings(name, "PERSON", "header", 0.9, ("header",), [0], [value])
            for name, value in (("nom", "Proefpersoon"), ("prénom", "Éva"))
        ]
        with inventory.scan() as recorder:
            inventory.record(recorder, item("a.csv"), Block(columns=columns, first_row=2))

        assert len(list(inventory.reader().blocks_with([term("PERSON", "eva PROEFPERSOON")]))) == 1

    def test_a_draft_is_unseen_until_it_is_committed(self, inventory: Inventory) -> None:
        big = Block(findings=[finding(f"+3247{number:07}") for number in range(5000)])
        with inventory.scan() as recorder:
            inventory.record(recorder, item("a.txt"), block(PHONE))
            draft = recorder.draft(item("a.txt", modified_ns=6))
            for ordinal in range(20):
                draft.add(None, ordinal, inventory.sealer.seal(draft.uid, 0, ordinal, msgspec.msgpack.encode(big)))
            recorder.flush()
            assert inventory.values() == {"a.txt": [PHONE]}
            assert list(inventory.reader().blocks_with([term("PHONE_NUMBER", "+32470004999")])) == []
            draft.discard()
        assert inventory.values() == {"a.txt": [PHONE]}
        assert inventory.reader().counts().contents == 1

    def test_a_draft_that_was_never_committed_leaves_nothing(self, inventory: Inventory) -> None:
        big = Block(findings=[finding(f"+3247{number:07}") for number in range(5000)])
        with inventory.scan() as recorder:
            draft = recorder.draft(item("a.txt"))
            for ordinal in range(20):
                draft.add(None, ordinal, inventory.sealer.seal(draft.uid, 0, ordinal, msgspec.msgpack.encode(big)))
        with inventory.scan():
            pass

        counts = inventory.reader().counts()
        assert (counts.items, counts.contents, counts.blocks) == (0, 0, 0)

    def test_a_draft_is_not_committed_before_all_has_ended(self, inventory: Inventory) -> None:
        with inventory.scan() as recorder:
            draft = recorder.draft(item("a.txt"))
            with pytest.raises(ValueError, match="ended"):
                draft.commit()

    def test_a_block_is_added_only_where_it_was_sealed_for(self, inventory: Inventory) -> None:
        with inventory.scan() as recorder:
            draft = recorder.draft(item("a.txt"))
            sealed = inventory.sealer.seal(draft.uid, 0, 0, msgspec.msgpack.encode(block(PHONE)))
            with pytest.raises(ValueError, match="sealed"):
                draft.add(None, 1, sealed)

    def test_a_block_sealed_for_another_draft_is_damage(self, inventory: Inventory) -> None:
        with inventory.scan() as recorder:
            draft = recorder.draft(item("a.txt"))
            draft.add(None, 0, inventory.sealer.seal(b"x" * 16, 0, 0, msgspec.msgpack.encode(block(PHONE))))
            draft.end(None, Outcome.SCANNED, None, TEXT, 10, b"")
            draft.commit()

        with pytest.raises(DamagedInventoryError):
            inventory.values()

    def test_a_new_reading_replaces_the_old_one(self, inventory: Inventory) -> None:
        with inventory.scan() as recorder:
            inventory.record_archive(recorder, item("a.zip"), {"m.txt": block(PHONE), "n.txt": block(PHONE)})
            inventory.record_archive(
                recorder, item("a.zip", modified_ns=6), {"n.txt": block(OTHER_PHONE)}, digest=b"2" * 32
            )

        assert inventory.values() == {"a.zip!n.txt": [OTHER_PHONE]}
        assert set(inventory.outcomes()) == {"a.zip", "a.zip!n.txt"}
        assert inventory.reader().counts().blocks == 1

    def test_an_item_is_unchanged_only_while_size_time_file_and_settings_agree(self, inventory: Inventory) -> None:
        with inventory.scan() as recorder:
            inventory.record(recorder, item("a.txt"), ended=(Outcome.PARTIAL, Reason.TRUNCATED))
        with inventory.scan() as recorder:
            assert recorder.unchanged(item("a.txt")) == (Outcome.PARTIAL, Reason.TRUNCATED)
            assert recorder.unchanged(item("a.txt", inode=0)) == (Outcome.PARTIAL, Reason.TRUNCATED)
            for other in (
                item("b.txt"),
                item("a.txt", size_bytes=11),
                item("a.txt", modified_ns=6),
                item("a.txt", inode=8),
            ):
                assert recorder.unchanged(other) is None
        with inventory.scan(settings_digest=b"settings two") as recorder:
            assert recorder.unchanged(item("a.txt")) is None
        with inventory.scan(source_name="other share") as recorder:
            assert recorder.unchanged(item("a.txt")) is None

    @pytest.mark.parametrize(
        ("reason", "due"),
        [
            (Reason.UNREADABLE, True),
            (Reason.VANISHED, True),
            (Reason.CHANGED, True),
            (Reason.CRASHED, False),
            (Reason.MEMORY, False),
            (Reason.TIMEOUT, False),
            (Reason.ENCRYPTED, False),
        ],
    )
    def test_what_failed_for_a_passing_reason_is_due_again(
        self, inventory: Inventory, reason: Reason, due: bool
    ) -> None:
        with inventory.scan() as recorder:
            inventory.record(recorder, item("a.txt"), ended=(Outcome.FAILED, reason))

            assert (recorder.unchanged(item("a.txt")) is None) == due

    def test_unchanged_items_keep_their_state_in_the_ledger(self, inventory: Inventory) -> None:
        for _ in range(2):
            with inventory.scan() as recorder:
                if recorder.unchanged(item("a.txt")) is None:
                    inventory.record(recorder, item("a.txt"), block(PHONE))
                assert recorder.finish(complete=True) == 0

        assert inventory.outcomes() == {"a.txt": (Outcome.SCANNED, None)}
        assert [(run.recorded, run.unchanged, run.complete) for run in inventory.reader().runs()] == [
            (1, 0, True),
            (0, 1, True),
        ]

    def test_items_that_a_complete_listing_lacks_are_gone_with_their_findings(self, inventory: Inventory) -> None:
        with inventory.scan() as recorder:
            inventory.record_archive(recorder, item("a.zip"), {"m.txt": block(PHONE)})
            inventory.record(recorder, item("b.txt"), block(OTHER_PHONE))
        with inventory.scan() as recorder:
            recorder.unchanged(item("b.txt"))
            assert recorder.finish(complete=True) == 1

        assert inventory.outcomes() == {
            "a.zip": (Outcome.GONE, Reason.VANISHED),
            "a.zip!m.txt": (Outcome.GONE, Reason.VANISHED),
            "b.txt": (Outcome.SCANNED, None),
        }
        assert inventory.values() == {"b.txt": [OTHER_PHONE]}
        assert list(inventory.reader().blocks_with([term("PHONE_NUMBER", PHONE)])) == []

    def test_what_came_back_is_read_again_and_counted_gone_once(self, inventory: Inventory) -> None:
        with inventory.scan() as recorder:
            inventory.record(recorder, item("a.txt"), block(PHONE))
        for expected in (1, 0):
            with inventory.scan() as recorder:
                assert recorder.finish(complete=True) == expected
        with inventory.scan() as recorder:
            assert recorder.unchanged(item("a.txt")) is None
            inventory.record(recorder, item("a.txt"), block(PHONE))

        assert inventory.values() == {"a.txt": [PHONE]}

    def test_an_incomplete_listing_makes_nothing_gone(self, inventory: Inventory) -> None:
        with inventory.scan() as recorder:
            inventory.record(recorder, item("a.txt"), block(PHONE))
        with inventory.scan() as recorder:
            assert recorder.finish(complete=False) == 0

        assert inventory.values() == {"a.txt": [PHONE]}

    def test_a_scan_of_one_source_makes_nothing_gone_in_another(self, inventory: Inventory) -> None:
        with inventory.scan(source_name="one") as recorder:
            inventory.record(recorder, item("a.txt"), block(PHONE))
        with inventory.scan(source_name="two") as recorder:
            assert recorder.finish(complete=True) == 0

        assert inventory.reader().sources() == ["one", "two"]
        assert inventory.values() == {"a.txt": [PHONE]}

    def test_nothing_below_a_folder_that_could_not_be_listed_is_gone(self, inventory: Inventory) -> None:
        with inventory.scan() as recorder:
            for path in ("hr/a.txt", "hr/x/b.txt", "hr2/c.txt"):
                inventory.record(recorder, item(path))
        with inventory.scan() as recorder:
            recorder.unlisted(Unlisted("hr", Reason.UNREADABLE))
            assert recorder.finish(complete=True) == 1

        assert inventory.outcomes() == {
            "hr": (Outcome.FAILED, Reason.UNREADABLE),
            "hr/a.txt": (Outcome.SCANNED, None),
            "hr/x/b.txt": (Outcome.SCANNED, None),
            "hr2/c.txt": (Outcome.GONE, Reason.VANISHED),
        }

    def test_what_was_not_listed_is_in_the_ledger(self, inventory: Inventory) -> None:
        with inventory.scan() as recorder:
            recorder.unlisted(Unlisted("dev/null", Reason.SPECIAL_FILE))

        assert inventory.outcomes() == {"dev/null": (Outcome.SKIPPED, Reason.SPECIAL_FILE)}

    def test_a_copy_brings_its_members_along(self, inventory: Inventory) -> None:
        with inventory.scan() as recorder:
            inventory.record_archive(recorder, item("a/x.zip"), {"m.txt": block(PHONE)})
            assert recorder.size_is_known(10)
            assert not recorder.size_is_known(11)
            assert not recorder.copy(item("b/x.zip"), b"9" * 32)
            assert recorder.copy(item("b/x.zip"), DIGEST)

        assert inventory.values() == {"a/x.zip!m.txt": [PHONE], "b/x.zip!m.txt": [PHONE]}
        assert inventory.reader().counts().blocks == 1

    def test_a_file_of_another_name_is_no_copy_since_the_name_tells_the_kind(self, inventory: Inventory) -> None:
        with inventory.scan() as recorder:
            inventory.record(recorder, item("a.csv"), block(PHONE), digest=DIGEST)

            assert not recorder.copy(item("a.txt"), DIGEST)

    def test_what_was_read_with_other_settings_is_no_copy(self, inventory: Inventory) -> None:
        with inventory.scan() as recorder:
            inventory.record(recorder, item("a.csv"), block(PHONE), digest=DIGEST)
        with inventory.scan(settings_digest=b"settings two") as recorder:
            assert not recorder.copy(item("b/a.csv"), DIGEST)

    def test_a_reading_that_might_end_better_next_time_is_not_copied(self, inventory: Inventory) -> None:
        with inventory.scan() as recorder:
            inventory.record_archive(recorder, item("x.zip"), {"m.txt": block(PHONE)}, reason=Reason.TIMEOUT)

            assert not recorder.copy(item("b/x.zip"), DIGEST)

    def test_equal_content_is_stored_once_and_lives_as_long_as_one_item_holds_it(self, inventory: Inventory) -> None:
        with inventory.scan() as recorder:
            for folder in ("a", "b", "c"):
                inventory.record(recorder, item(f"{folder}/x.txt"), block(PHONE), digest=DIGEST)
        assert inventory.reader().counts().blocks == 1
        with inventory.scan() as recorder:
            inventory.record(recorder, item("a/x.txt", modified_ns=9), block(OTHER_PHONE))
            recorder.unchanged(item("c/x.txt"))
            recorder.finish(complete=True)
        assert inventory.values() == {"a/x.txt": [OTHER_PHONE], "c/x.txt": [PHONE]}
        with inventory.scan() as recorder:
            recorder.finish(complete=True)

        counts = inventory.reader().counts()
        assert (counts.items, counts.contents, counts.blocks) == (3, 0, 0)

    def test_a_touched_file_is_a_copy_of_itself(self, inventory: Inventory) -> None:
        with inventory.scan() as recorder:
            inventory.record_archive(recorder, item("x.zip"), {"m.txt": block(PHONE)})
            assert recorder.copy(item("x.zip", modified_ns=6), DIGEST)
            assert recorder.unchanged(item("x.zip", modified_ns=6)) is not None

        assert inventory.values() == {"x.zip!m.txt": [PHONE]}

    def test_members_of_one_name_stay_apart(self, inventory: Inventory) -> None:
        with inventory.scan() as recorder:
            draft = recorder.draft(item("a.zip"))
            for number, value in enumerate((PHONE, OTHER_PHONE), start=1):
                draft.add("m", 0, inventory.sealer.seal(draft.uid, number, 0, msgspec.msgpack.encode(block(value))))
                draft.end("m", Outcome.SCANNED, None, TEXT, 4, b"")
            draft.end(None, Outcome.SCANNED, None, "application/zip", 10, b"")
            draft.commit()

        assert inventory.values() == {"a.zip!m": [PHONE, OTHER_PHONE]}

    @pytest.mark.parametrize("name", ["Ünïcode ☃.txt", "bad\udcff.txt", "new\nline", "a!b!c", "İ/ß.txt"])
    def test_any_name_comes_back_as_it_was(self, inventory: Inventory, name: str) -> None:
        with inventory.scan() as recorder:
            inventory.record_archive(recorder, item(name), {name: block(PHONE)})

        assert [(c.ref.item, c.ref.member) for c in inventory.reader().coverage()] == [(name, None), (name, name)]

    def test_an_inode_of_64_bits_can_be_stored(self, inventory: Inventory) -> None:
        what = item("a.txt", inode=(1 << 64) - 2)
        with inventory.scan() as recorder:
            inventory.record(recorder, what)

            assert recorder.unchanged(what) is not None

    def test_readers_see_one_moment_whatever_is_written_meanwhile(self, inventory: Inventory) -> None:
        with inventory.scan() as recorder:
            for number in range(3):
                inventory.record(recorder, item(f"{number}.txt"), block(PHONE))
            recorder.flush()
            findings = inventory.reader().findings()
            next(findings)
            recorder.finish(complete=False)
            for number in range(3):
                inventory.record(recorder, item(f"{number}.txt", modified_ns=6), block(OTHER_PHONE))
            recorder.flush()

            assert [b.findings[0].value for _, b in findings] == [PHONE, PHONE]

    def test_a_second_scan_is_refused_and_a_later_one_is_not(self, inventory: Inventory) -> None:
        with inventory.scan(), pytest.raises(LockedError), inventory.scan():
            pass
        with inventory.scan():
            pass

    def test_an_inventory_that_never_was_is_no_empty_answer(self, inventory: Inventory) -> None:
        with pytest.raises(NoInventoryError):
            inventory.reader()


class TestSqlite(InventoryContract):
    @pytest.fixture
    def inventory(self, tmp_path: Path) -> Inventory:
        key_file = tmp_path / "keys" / "key"
        create_key_file(key_file)
        url = f"sqlite:///{tmp_path / 'inventory.db'}"

        def scan(
            source_name: str = "share", settings_digest: bytes = SETTINGS
        ) -> AbstractContextManager[InventoryRecorder]:
            return open_recorder(url, key_file, source_name, settings_digest)

        return Inventory(Sealer(Vault.load(key_file)), lambda: open_reader(url, key_file), scan)
