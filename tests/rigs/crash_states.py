#!/usr/bin/env python3
"""Power cuts, replayed: what of a box is on the disk after a crash at any moment, and is it enough?

The real program runs under strace. This file reads what it asked of the kernel and keeps two
pictures of the folder: what a disk must still have after a power cut (what was synced), and what it
may have besides. From these it builds folders as a crash would leave them, opens each with the
SQLite of Python, which is not the program's own, and compares with what had been acknowledged.

The disk it imagines is at least as harsh as a real one with an honest flush: any subset of the
writes since the last sync survives, in half of the states torn into sectors of 512 bytes, and of
the changes to folders any prefix does.

This is the machinery; `crash_journey.py` records people with it and `crash_tests.py` tests it. Its
control forgets every sync of a write-ahead log, which is what `synchronous=NORMAL` would have done,
and must find losses.
"""

import os
import random
import re
import shutil
import sqlite3
import subprocess
import tempfile

SECTOR = 512
TRACED = (
    "open,openat,creat,close,read,write,pwrite64,writev,pwritev,pwritev2,lseek,fsync,fdatasync,"
    "sync_file_range,ftruncate,truncate,fallocate,copy_file_range,sendfile,"
    "unlink,unlinkat,rename,renameat,renameat2,link,linkat,"
    "symlink,symlinkat,mkdir,mkdirat,rmdir,dup,dup2,dup3,fcntl,chdir,fork,vfork,execve"
)


# --- what strace wrote ------------------------------------------------------------------------

LINE = re.compile(r"^(?:(\d+)\s+)?(.*)$")
STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')


class NotUnderstood(Exception):
    """A line that this rig has no picture of: better no answer than a wrong one."""


class Call:
    """One system call that succeeded or failed."""

    def __init__(self, name, arguments, result):
        self.name, self.arguments, self.result = name, arguments, result


def split(text):
    """The arguments of a call, as text; commas inside brackets and strings do not count."""
    parts, depth, start, quoted = [], 0, 0, False
    for at, sign in enumerate(text):
        if sign == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
        elif sign == "," and depth == 0:
            parts.append(text[start:at].strip())
            start = at + 1
    parts.append(text[start:].strip())
    return parts


def data(argument):
    """The bytes of a string argument; refuses one that strace cut short."""
    found = STRING.fullmatch(argument)
    if not found or found.group(2):
        raise NotUnderstood(argument[:80])
    return bytes.fromhex(found.group(1).replace("\\x", ""))


def path_of(argument):
    return os.fsdecode(data(argument))


def pieces(argument):
    """The bytes of an iovec argument."""
    return b"".join(data(found) for found in re.findall(r'iov_base=("[^"]*"(?:\.\.\.)?)', argument))


def calls(lines):
    """Calls in the order in which they returned; those that were interrupted are joined again."""
    begun = {}
    for line in lines:
        process, text = LINE.match(line.rstrip("\n")).groups()
        if text.startswith(("+++", "---", "strace:")) or not text:
            continue
        if text.endswith("<unfinished ...>"):
            begun[process] = text[: -len("<unfinished ...>")].rstrip()
            continue
        resumed = re.match(r"<\.\.\. (\w+) resumed>(.*)$", text)
        if resumed:
            text = begun.pop(process) + resumed.group(2)
        found = re.match(r"(\w+)\((.*)\)\s+= (\?|-?\d+|0x[0-9a-f]+)(.*)$", text)
        if not found:
            raise NotUnderstood(text[:120])
        name, arguments, result, _ = found.groups()
        if result == "?":
            continue
        yield Call(name, split(arguments), int(result, 0))


# --- a disk -----------------------------------------------------------------------------------


class File:
    """What is on the disk for certain, and what was written since."""

    def __init__(self, content=b""):
        self.durable = bytearray(content)
        self.pending = []  # ("write", offset, bytes) or ("length", size)

    def flush(self):
        for change in self.pending:
            apply(self.durable, change)
        self.pending.clear()

    def now(self):
        content = bytearray(self.durable)
        for change in self.pending:
            apply(content, change)
        return bytes(content)

    def after_crash(self, dice, keep, torn):
        """The durable bytes with a random subset of what was pending, in the order it was written."""
        if not self.pending:
            return bytes(self.durable)
        content = bytearray(self.durable)
        for change in self.pending:
            if dice.random() >= keep:
                continue
            if change[0] == "write" and torn:
                for piece in sectors(change):
                    if dice.random() < 0.5:
                        apply(content, piece)
            else:
                apply(content, change)
        return bytes(content)


def apply(content, change):
    if change[0] == "length":
        size = change[1]
        if size < len(content):
            del content[size:]
        else:
            content.extend(bytes(size - len(content)))
        return
    _, offset, written = change
    if offset > len(content):
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(written)] = written


def sectors(change):
    """A write as the sectors of the disk that it touches."""
    _, offset, written = change
    at = 0
    while at < len(written):
        step = min(SECTOR - (offset + at) % SECTOR, len(written) - at)
        yield ("write", offset + at, written[at : at + step])
        at += step


class Disk:
    """A folder: its files by name, as they are and as a crash must leave them."""

    def __init__(self, root, drop_log_syncs=False):
        self.root = os.path.realpath(root)
        self.drop_log_syncs = drop_log_syncs
        self.names, self.durable_names = {}, {}
        self.folders, self.durable_folders = {self.root}, {self.root}
        self.changes = []  # changes to folders that were not synced, oldest first

    def load(self):
        """Takes over what lies there before anything is recorded: all of it durable."""
        for folder, _, files in os.walk(self.root):
            self.folders.add(folder)
            for name in files:
                path = os.path.join(folder, name)
                with open(path, "rb") as opened:
                    self.names[path] = File(opened.read())
        self.durable_names = dict(self.names)
        self.durable_folders = set(self.folders)

    def holds(self, path):
        return path == self.root or path.startswith(self.root + os.sep)

    def change(self, change):
        alter(self.names, self.folders, change)
        self.changes.append(change)

    def sync_folder(self, folder):
        """A sync of a folder makes its own changes durable, and those that came before them."""
        last = max(
            (at for at, change in enumerate(self.changes) if folder in places(change)),
            default=-1,
        )
        for change in self.changes[: last + 1]:
            alter(self.durable_names, self.durable_folders, change)
        del self.changes[: last + 1]

    def sync_file(self, file):
        names = [name for name, one in self.names.items() if one is file]
        if self.drop_log_syncs and any(name.endswith("-wal") for name in names):
            return
        file.flush()

    def after_crash(self, dice):
        """One state that a crash at this moment may leave: folders, and files with their bytes."""
        names, folders = dict(self.durable_names), set(self.durable_folders)
        for change in self.changes[: dice.randint(0, len(self.changes))]:
            alter(names, folders, change)
        keep, torn = dice.choice([0.0, 0.25, 0.5, 0.75, 1.0]), dice.random() < 0.5
        contents = {}
        for name, file in names.items():
            if id(file) not in contents:
                contents[id(file)] = file.after_crash(dice, keep, torn)
        return folders, {name: contents[id(file)] for name, file in names.items()}

    def now(self):
        return set(self.folders), {name: file.now() for name, file in self.names.items()}


def alter(names, folders, change):
    kind = change[0]
    if kind == "name":
        names[change[1]] = change[2]
    elif kind == "forget":
        names.pop(change[1], None)
    elif kind == "move":
        _, before, after = change
        if before in names:
            names[after] = names.pop(before)
    elif kind == "folder":
        folders.add(change[1])
    elif kind == "no folder":
        folders.discard(change[1])


def places(change):
    """The folders whose entries a change alters."""
    paths = change[1:] if change[0] == "move" else change[1:2]
    return {os.path.dirname(path) for path in paths}


# --- a run over the disk ----------------------------------------------------------------------

IGNORED = {"read", "execve", "lseek", "fcntl", "sync_file_range", "fork", "vfork"}


class Run:
    """One recorded process over a disk. Yields what happened: ("change",), ("sync",) or ("said", bytes)."""

    def __init__(self, disk, folder=None):
        self.disk, self.folder = disk, folder or os.getcwd()
        self.open = {}  # descriptor -> [path, File or None, position]

    def feed(self, lines):
        for call in calls(lines):
            if call.result < 0:
                continue
            happened = self.one(call)
            if happened:
                yield happened

    def path(self, argument, descriptor=None):
        path = path_of(argument)
        if not os.path.isabs(path):
            base = self.folder
            if descriptor not in (None, "AT_FDCWD"):
                base = self.open[int(descriptor)][0]
            path = os.path.join(base, path)
        return os.path.normpath(path)

    def one(self, call):
        name, arguments = call.name, call.arguments
        handler = getattr(self, "on_" + name, None)
        if handler:
            return handler(arguments, call.result)
        if name not in IGNORED:
            raise NotUnderstood(name)
        return None

    def on_openat(self, arguments, descriptor):
        return self.opened(self.path(arguments[1], arguments[0]), arguments[2], descriptor)

    def on_open(self, arguments, descriptor):
        return self.opened(self.path(arguments[0]), arguments[1], descriptor)

    def on_creat(self, arguments, descriptor):
        return self.opened(self.path(arguments[0]), "O_CREAT|O_WRONLY|O_TRUNC", descriptor)

    def opened(self, path, flags, descriptor):
        disk, happened = self.disk, None
        self.open[descriptor] = [path, None, 0]
        if not disk.holds(path) or path in disk.folders:
            return None
        if path not in disk.names:
            if "O_CREAT" not in flags:
                return None
            disk.change(("name", path, File()))
            happened = ("change",)
        file = disk.names[path]
        if "O_TRUNC" in flags and file.now():
            file.pending.append(("length", 0))
            happened = ("change",)
        position = None if "O_APPEND" in flags else 0
        self.open[descriptor] = [path, file, position]
        return happened

    def on_close(self, arguments, _):
        self.open.pop(int(arguments[0]), None)

    def on_dup(self, arguments, descriptor):
        if int(arguments[0]) in self.open:
            self.open[descriptor] = self.open[int(arguments[0])]

    on_dup2 = on_dup3 = on_dup

    def on_chdir(self, arguments, _):
        self.folder = self.path(arguments[0])

    def file(self, argument):
        return self.open.get(int(argument), [None, None, 0])

    def on_write(self, arguments, result):
        descriptor = int(arguments[0])
        if descriptor == 1 and 1 not in self.open:
            return ("said", data(arguments[1])[:result])
        return self.written(descriptor, lambda: data(arguments[1])[:result])

    def on_writev(self, arguments, result):
        descriptor = int(arguments[0])
        if descriptor == 1 and 1 not in self.open:
            return ("said", pieces(arguments[1])[:result])
        return self.written(descriptor, lambda: pieces(arguments[1])[:result])

    def written(self, descriptor, written):
        opened = self.open.get(descriptor)
        if not opened or not opened[1]:
            return None
        _, file, position = opened
        offset = len(file.now()) if position is None else position
        content = written()
        file.pending.append(("write", offset, content))
        if position is not None:
            opened[2] = offset + len(content)
        return ("change",)

    def on_pwrite64(self, arguments, result):
        return self.placed(arguments, lambda: data(arguments[1])[:result])

    def on_pwritev(self, arguments, result):
        return self.placed(arguments, lambda: pieces(arguments[1])[:result])

    def placed(self, arguments, written):
        _, file, _ = self.file(arguments[0])
        if not file:
            return None
        file.pending.append(("write", int(arguments[3]), written()))
        return ("change",)

    def on_ftruncate(self, arguments, _):
        _, file, _ = self.file(arguments[0])
        if not file:
            return None
        file.pending.append(("length", int(arguments[1])))
        return ("change",)

    def on_fallocate(self, arguments, _):
        _, file, _ = self.file(arguments[0])
        if not file:
            return None
        size = int(arguments[2]) + int(arguments[3])
        file.pending.append(("length", max(size, len(file.now()))))
        return ("change",)

    def on_fsync(self, arguments, _):
        path, file, _ = self.file(arguments[0])
        if file:
            self.disk.sync_file(file)
        elif path in self.disk.folders:
            self.disk.sync_folder(path)
        else:
            return None
        return ("sync",)

    on_fdatasync = on_fsync

    def on_unlink(self, arguments, _):
        return self.changed(("forget", self.path(arguments[0])))

    def on_unlinkat(self, arguments, _):
        kind = "no folder" if "AT_REMOVEDIR" in arguments[2] else "forget"
        return self.changed((kind, self.path(arguments[1], arguments[0])))

    def on_rmdir(self, arguments, _):
        return self.changed(("no folder", self.path(arguments[0])))

    def on_mkdir(self, arguments, _):
        return self.changed(("folder", self.path(arguments[0])))

    def on_mkdirat(self, arguments, _):
        return self.changed(("folder", self.path(arguments[1], arguments[0])))

    def on_rename(self, arguments, _):
        return self.changed(("move", self.path(arguments[0]), self.path(arguments[1])))

    def on_renameat(self, arguments, _):
        before = self.path(arguments[1], arguments[0])
        return self.changed(("move", before, self.path(arguments[3], arguments[2])))

    on_renameat2 = on_renameat

    def on_link(self, arguments, _):
        return self.linked(self.path(arguments[0]), self.path(arguments[1]))

    def on_linkat(self, arguments, _):
        before = self.path(arguments[1], arguments[0])
        return self.linked(before, self.path(arguments[3], arguments[2]))

    def linked(self, before, after):
        file = self.disk.names.get(before)
        return self.changed(("name", after, file)) if file else None

    def changed(self, change):
        if not self.disk.holds(change[1]):
            return None
        self.disk.change(change)
        return ("change",)


# --- what a state holds, and what was acknowledged ---------------------------------------------


class Held:
    """What an independent SQLite finds: records by leaf, drafts by name, or why it finds nothing."""

    def __init__(self, records=frozenset(), drafts=None, parts=0, trouble=None):
        self.records, self.drafts = records, drafts or {}
        self.parts, self.trouble = parts, trouble


def look(folders, files, root, into):
    """Writes a state under `into` and opens its store."""
    store = os.path.join(root, "box", "store.sqlite")
    if store not in files or os.path.dirname(store) not in folders:
        return Held(trouble="there is no store")
    path = os.path.join(into, "store.sqlite")
    for ending in ("", "-wal", "-journal"):
        content = files.get(store + ending)
        if content is not None:
            with open(path + ending, "wb") as written:
                written.write(content)
    try:
        return read(path)
    except sqlite3.Error as error:
        return Held(trouble=str(error))
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            if os.path.exists(path + ending):
                os.remove(path + ending)


def read(path):
    connection = sqlite3.connect(path)
    try:
        said = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if said != "ok":
            return Held(trouble=said)
        records = frozenset(row[0].hex() for row in connection.execute("SELECT leaf FROM record"))
        drafts = {row[0].hex(): row[1].hex() for row in connection.execute("SELECT name, tag FROM draft")}
        whole = connection.execute("SELECT count(*) FROM part").fetchone()[0]
        return Held(records, drafts, whole)
    finally:
        connection.close()


class Acknowledged:
    """What a crash may not take. It is what the store held, undisturbed, when the program last spoke;
    the leaves of receipts stand in what it said."""

    def __init__(self):
        self.records, self.drafts, self.exists = set(), {}, False
        self.receipts = 0

    def speak(self, said, held):
        """The program spoke: everything stored up to now may have been promised by it."""
        self.exists = self.exists or held.trouble is None
        self.records |= held.records
        self.drafts = dict(held.drafts)
        for leaf in re.findall(r'"leaf":\s*"([0-9a-f]{64})"', said.decode("utf-8", "replace")):
            self.receipts += 1
            if leaf not in held.records:
                raise AssertionError(f"a receipt without a record, and no crash yet: {leaf}")

    def lost(self, held, coming):
        """What a state lacks. It may hold more than was said: what was synced before the next words."""
        if not self.exists:
            return []
        if held.trouble is not None:
            return [f"the store: {held.trouble}"]
        lost = [f"record {leaf}" for leaf in sorted(self.records - held.records)]
        for name, tag in self.drafts.items():
            newer = {later.drafts.get(name) for later in coming}
            if held.drafts.get(name) not in newer | {tag}:
                lost.append(f"draft {name}")
        doubtful = held.records.difference(self.records, *(later.records for later in coming))
        return lost + [f"record {leaf} out of nowhere" for leaf in sorted(doubtful)]


def timeline(root, before, logs, drop):
    """Everything that happened, in order: (run, happening), with the disk as it is then."""
    disk = Disk(root, drop)
    disk.root = os.path.realpath(root)
    for folder, files in [before]:
        disk.folders, disk.durable_folders = set(folder), set(folder)
        disk.names = {name: File(content) for name, content in files.items()}
        disk.durable_names = dict(disk.names)
    for log in logs:
        with open(log, encoding="latin-1") as lines:
            for happened in Run(disk).feed(lines):
                yield disk, happened


class Spoken:
    """What the store held, undisturbed, at each sync before some words and when they were said."""

    def __init__(self):
        self.coming = []


def undisturbed(root, before, logs, into):
    """What the store holds without a crash: before each word, and after the last; and how many
    changes there are."""
    spoken, changes, held = [Spoken()], 0, None
    for disk, happened in timeline(root, before, logs, False):
        if happened[0] != "said":
            changes, held = changes + 1, None
        if happened[0] != "change":
            held = held or look(*disk.now(), root, into)
            spoken[-1].coming.append(held)
        if happened[0] == "said":
            spoken.append(Spoken())
    return spoken, changes


def snapshot(root):
    disk = Disk(root)
    disk.load()
    return disk.now()


class Report:
    def __init__(self):
        self.states = self.losing = self.unreadable = self.worst = 0
        self.receipts = self.spoken = self.changes = 0
        self.examples = []


def check(root, before, logs, states, seed, drop=False):
    """Builds so many states, spread over all moments, and compares each with what was acknowledged."""
    root = os.path.realpath(root)
    report, dice = Report(), random.Random(seed)
    into = tempfile.mkdtemp(dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
    try:
        spoken, report.changes = undisturbed(root, before, logs, into)
        acknowledged, told = Acknowledged(), 0
        moments = sorted(dice.randrange(report.changes) for _ in range(states))
        at = 0
        for disk, happened in timeline(root, before, logs, drop):
            if happened[0] == "said":
                acknowledged.speak(happened[1], spoken[told].coming[-1])
                told += 1
                continue
            while moments and moments[0] == at:
                moments.pop(0)
                held = look(*disk.after_crash(dice), root, into)
                lost = acknowledged.lost(held, spoken[told].coming)
                report.states += 1
                report.losing += bool(lost)
                report.unreadable += held.trouble is not None and acknowledged.exists
                report.worst = max(report.worst, len(lost))
                if lost and len(report.examples) < 5:
                    report.examples.append(f"change {at}: {lost[0]}")
            at += 1
        report.receipts, report.spoken = acknowledged.receipts, told
    finally:
        shutil.rmtree(into)
    return report


# --- recording --------------------------------------------------------------------------------


def strace(log, command, **more):
    """Runs a command under strace, every byte of every string written down."""
    whole = ["strace", "-f", "-xx", "-s", "8388608", "-e", "trace=" + TRACED, "-o", log, "--"]
    return subprocess.run(whole + command, **more)
