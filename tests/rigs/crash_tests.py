#!/usr/bin/env python3
"""The crash rig's own tests: a rig that cannot find a loss proves nothing.

    python3 -m unittest tests/rigs/crash_tests.py
"""

import os
import random
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from crash_states import (  # noqa: E402
    Acknowledged, Disk, File, Held, NotUnderstood, Run, calls, data, sectors, split,
)


def hexed(text):
    return '"' + "".join(f"\\x{byte:02x}" for byte in text.encode()) + '"'


ROOT = "/rig/home"
OPEN = f"openat(AT_FDCWD, {hexed(ROOT + '/a')}, O_RDWR|O_CREAT, 0600) = 3"
FOLDER = f"openat(AT_FDCWD, {hexed(ROOT)}, O_RDONLY|O_DIRECTORY) = 4"


def disk_after(lines, drop=False):
    disk = Disk(ROOT, drop)
    happened = list(Run(disk, "/rig").feed([f"1 {line}" for line in lines]))
    return disk, happened


def outcomes(disk, name="a", seeds=400):
    """Every content that a crash may leave of a file; None where it is not there."""
    found = set()
    for seed in range(seeds):
        _, files = disk.after_crash(random.Random(seed))
        found.add(files.get(f"{ROOT}/{name}"))
    return found


class Reading(unittest.TestCase):
    def test_arguments_split_outside_of_strings_and_brackets_only(self):
        self.assertEqual(split('3, "a,b", [{x=1, y=2}], 4'), ["3", '"a,b"', "[{x=1, y=2}]", "4"])

    def test_a_call_that_was_interrupted_is_joined(self):
        lines = ['7 pwrite64(3, "\\x61", 1, 0 <unfinished ...>', "8 fsync(3) = 0", "7 <... pwrite64 resumed>) = 1"]
        self.assertEqual([(call.name, call.result) for call in calls(lines)], [("fsync", 0), ("pwrite64", 1)])

    def test_a_string_that_was_cut_short_is_refused(self):
        with self.assertRaises(NotUnderstood):
            data('"\\x61"...')

    def test_a_line_without_a_picture_is_refused(self):
        with self.assertRaises(NotUnderstood):
            list(calls(["1 something else"]))
        with self.assertRaises(NotUnderstood):
            disk_after(["copy_file_range(3, NULL, 4, NULL, 5, 0) = 5"])

    def test_a_call_that_failed_changes_nothing(self):
        disk, happened = disk_after([OPEN, "pwrite64(3, \"\\x61\", 1, 0) = -1 EIO (Input/output error)"])
        self.assertEqual(disk.names[f"{ROOT}/a"].now(), b"")
        self.assertEqual(len(happened), 1)

    def test_a_short_write_counts_as_far_as_it_went(self):
        disk, _ = disk_after([OPEN, 'pwrite64(3, "\\x61\\x62\\x63", 3, 0) = 2'])
        self.assertEqual(disk.names[f"{ROOT}/a"].now(), b"ab")


class Crashing(unittest.TestCase):
    def test_what_was_not_synced_may_be_there_or_not(self):
        disk, _ = disk_after([OPEN, FOLDER, "fsync(4) = 0", 'pwrite64(3, "\\x61\\x62", 2, 0) = 2'])
        self.assertEqual(outcomes(disk), {b"", b"ab"})

    def test_what_was_synced_is_there(self):
        lines = [OPEN, FOLDER, "fsync(4) = 0", 'pwrite64(3, "\\x61\\x62", 2, 0) = 2', "fdatasync(3) = 0"]
        self.assertEqual(outcomes(disk_after(lines)[0]), {b"ab"})

    def test_a_synced_file_whose_folder_was_not_may_be_gone(self):
        lines = [OPEN, 'pwrite64(3, "\\x61", 1, 0) = 1', "fsync(3) = 0"]
        self.assertEqual(outcomes(disk_after(lines)[0]), {None, b"a"})

    def test_a_later_write_may_be_there_without_an_earlier_one(self):
        lines = [OPEN, FOLDER, "fsync(4) = 0", 'pwrite64(3, "\\x61", 1, 0) = 1', 'pwrite64(3, "\\x62", 1, 1) = 1']
        self.assertEqual(outcomes(disk_after(lines)[0]), {b"", b"a", b"\0b", b"ab"})

    def test_a_write_is_torn_at_sectors_and_nowhere_else(self):
        change = ("write", 500, b"x" * 600)
        self.assertEqual([(at, len(piece)) for _, at, piece in sectors(change)], [(500, 12), (512, 512), (1024, 76)])
        file = File(b"o" * 1024)
        file.pending = [("write", 0, b"n" * 1024)]
        torn = {file.after_crash(random.Random(seed), 1.0, True) for seed in range(50)}
        halves = {bytes(512 * [a]) + bytes(512 * [b]) for a in b"on" for b in b"on"}
        self.assertEqual(torn, halves)

    def test_of_changes_to_folders_a_prefix_is_there(self):
        away = f"unlink({hexed(ROOT + '/a')}) = 0"
        again = OPEN.replace("= 3", "= 5")
        lines = [OPEN, FOLDER, 'pwrite64(3, "\\x61", 1, 0) = 1', "fsync(3) = 0", "fsync(4) = 0", away, again,
                 'pwrite64(5, "\\x62", 1, 0) = 1', "fsync(5) = 0"]
        # The old file, none, or the new one with what was synced to it: never the old one's bytes in the new.
        self.assertEqual(outcomes(disk_after(lines)[0]), {b"a", None, b"b"})

    def test_a_rename_keeps_the_file_under_one_name(self):
        move = f"rename({hexed(ROOT + '/a')}, {hexed(ROOT + '/b')}) = 0"
        disk, _ = disk_after([OPEN, FOLDER, 'pwrite64(3, "\\x61", 1, 0) = 1', "fsync(3) = 0", "fsync(4) = 0", move])
        for seed in range(50):
            _, files = disk.after_crash(random.Random(seed))
            self.assertEqual(list(files.values()), [b"a"])

    def test_a_file_that_was_shortened_may_still_be_long(self):
        lines = [OPEN, FOLDER, 'pwrite64(3, "\\x61\\x62", 2, 0) = 2', "fsync(3) = 0", "fsync(4) = 0", "ftruncate(3, 1) = 0"]
        self.assertEqual(outcomes(disk_after(lines)[0]), {b"ab", b"a"})

    def test_the_control_forgets_syncs_of_the_log_and_no_others(self):
        log = OPEN.replace(hexed(ROOT + "/a"), hexed(ROOT + "/s-wal"))
        lines = [log, FOLDER, "fsync(4) = 0", 'pwrite64(3, "\\x61", 1, 0) = 1', "fdatasync(3) = 0"]
        self.assertEqual(outcomes(disk_after(lines, drop=True)[0], "s-wal"), {b"", b"a"})
        self.assertEqual(outcomes(disk_after(lines)[0], "s-wal"), {b"a"})
        lines[0] = OPEN
        self.assertEqual(outcomes(disk_after(lines, drop=True)[0]), {b"a"})


class Comparing(unittest.TestCase):
    def setUp(self):
        self.said = Acknowledged()
        self.said.speak(b'{"leaf": "' + b"a" * 64 + b'"}', Held({"a" * 64}, {"d": "1"}))
        self.coming = [Held({"a" * 64}, {"d": "2"}), Held({"a" * 64, "b"}, {})]

    def test_a_receipt_counts_and_must_have_its_record(self):
        self.assertEqual(self.said.receipts, 1)
        with self.assertRaises(AssertionError):
            self.said.speak(b'{"leaf": "' + b"c" * 64 + b'"}', Held({"a" * 64}))

    def test_what_was_said_must_be_there(self):
        self.assertTrue(self.said.lost(Held(set(), {"d": "1"}), self.coming))
        self.assertTrue(self.said.lost(Held(trouble="malformed"), self.coming))
        self.assertTrue(self.said.lost(Held({"a" * 64}, {"d": "0"}), self.coming))

    def test_more_than_was_said_may_be_there(self):
        for held in [Held({"a" * 64}, {"d": "1"}), *self.coming]:
            self.assertEqual(self.said.lost(held, self.coming), [])

    def test_what_nobody_stored_may_not(self):
        self.assertTrue(self.said.lost(Held({"a" * 64, "z"}, {"d": "1"}), self.coming))

    def test_before_anything_was_said_nothing_can_be_lost(self):
        self.assertEqual(Acknowledged().lost(Held(trouble="there is no store"), []), [])


if __name__ == "__main__":
    unittest.main()
