"""People at a box, line by line, for the rigs: a home with keys, and one whole conversation."""

import json
import os
import re
import select
import shutil
import sqlite3
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SMALL = os.path.join(HERE, "..", "data", "small")
PAPER = {"dept": "chem", "years": 12, "share": ["skills"], "teach": False, "next": "same"}

BEGINNING = "\n" + "1\n" + "1\n" + "\n" + "/skip\n"  # begin, English, the notice is read, the words are noted, in one sitting
ANSWERS = ["1\n", "12\n", "1\n\n", "1\n", "6.5\n", "2\n", "hello\n"]
# Sent twice, for where the first time fails; what is left over ends the program.
SENDING = "/send\n/send\n\n"
WHOLE = BEGINNING + "".join(ANSWERS) + SENDING


def fast_folder():
    """A temporary folder in memory where there is such a place: flushes cost nothing there."""
    return tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None)


class Home:
    """A home with the small questionnaire and keys, and no box yet."""

    def __init__(self, program, folder):
        self.program, self.path, self.folder = os.path.abspath(program), os.path.join(folder, "home"), folder
        shutil.copytree(SMALL, os.path.join(self.path, "surveys"))
        departments = [["department", code] for code in ("chem", "phys", "design")]
        for number, holder in enumerate([["institution"], ["institution"], ["statistics"], *departments]):
            out = os.path.join(folder, f"identity-{number}")
            self.done("keys", "new", *holder, "--out", out, "--no-passphrase")

    def command(self, *arguments):
        return [self.program, "--home", self.path, *arguments]

    def run(self, *arguments, typed="", before=(), **more):
        """Runs the program with what is typed, behind another command where one is given."""
        whole = [*before, *self.command(*arguments)]
        return subprocess.run(whole, input=typed, capture_output=True, text=True, check=False, **more)

    def done(self, *arguments, typed=""):
        ended = self.run(*arguments, typed=typed)
        if ended.returncode:
            raise SystemExit(f"{arguments}: {ended.returncode}: {ended.stderr}")
        return ended.stdout

    def at(self, path):
        """The same home in another place."""
        other = object.__new__(Home)
        other.program, other.path, other.folder = self.program, path, self.folder
        return other

    def copy(self, path):
        """A copy of this home, without its ballast."""
        shutil.copytree(self.path, path, ignore=shutil.ignore_patterns("ballast"))
        return self.at(path)

    @property
    def box(self):
        return os.path.join(self.path, "box")

    def records(self):
        """The leaves that an independent SQLite finds, after it found the file whole."""
        connection = sqlite3.connect(os.path.join(self.box, "store.sqlite"))
        try:
            said = connection.execute("PRAGMA integrity_check").fetchone()[0]
            assert said == "ok", said
            return sorted(row[0].hex() for row in connection.execute("SELECT leaf FROM record"))
        finally:
            connection.close()

    def paper(self):
        """The path of a paper form's answers."""
        path = os.path.join(self.folder, "paper.json")
        with open(path, "w", encoding="utf-8") as written:
            json.dump(PAPER, written)
        return path


def words_of(said):
    found = re.search(r"Your eight words: ([a-z ]+)", said)
    return found.group(1).strip() if found else None


def receipts_of(said):
    """The receipts that a person was shown: the first sixteen characters of each leaf."""
    return re.findall(r"Your receipt is ([0-9a-f]{16})", said)


class Talk:
    """A conversation in which the next line is typed only after something was said."""

    GUARD = 60

    def __init__(self, home, *arguments, environment=None):
        self.said, self.seen = "", 0
        self.process = subprocess.Popen(
            home.command(*arguments), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
        )

    def until(self, *wanted):
        """Reads until one of the words was said that was not there before, and returns it."""
        while True:
            found = [(self.said.find(words, self.seen), words) for words in wanted]
            found = sorted((at, words) for at, words in found if at >= 0)
            if found:
                self.seen = found[0][0] + len(found[0][1])
                return found[0][1]
            ready, _, _ = select.select([self.process.stdout], [], [], self.GUARD)
            more = os.read(self.process.stdout.fileno(), 65536) if ready else b""
            if not more:
                raise AssertionError(f"waited for {wanted}, got: {self.said[-600:]}")
            self.said += more.decode("utf-8", "replace")

    def type(self, keys):
        self.process.stdin.write(keys.encode())
        self.process.stdin.flush()

    def say(self, keys, *wanted):
        self.type(keys)
        return self.until(*wanted)

    def end(self):
        """Ends the input, and gives the exit code once the program has ended."""
        self.process.stdin.close()
        self.said += self.process.stdout.read().decode("utf-8", "replace")
        return self.process.wait(self.GUARD)

    def begin(self):
        """From the first line to the first question; the words."""
        self.until("press Enter")
        self.say("\n", "Which language")
        self.say("1\n", "I have read this")
        self.say("1\n", "Press Enter when")
        self.say("\n", "/skip")
        self.say("/skip\n", QUESTIONS[0])
        return words_of(self.said)

    def answer(self, start, end):
        for at in range(start, end):
            self.say(ANSWERS[at], QUESTIONS[at + 1])


QUESTIONS = [
    "Which department", "How many years", "What may your lead see", "Do you help with teaching",
    "How many hours a week", "Where would you like to be", "Anything to add", "/send to send",
]
