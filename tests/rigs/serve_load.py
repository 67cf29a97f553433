"""Many people at once over SSH: `python3 tests/rigs/serve_load.py PROGRAM [SESSIONS ...]`.

Starts `PROGRAM serve` over a home of its own and sends it people: real SSH clients (asyncssh, in this one
process), real journeys (think, type letter by letter, send), each fifth hangs up in the middle. For each
number of sessions it prints one line of JSON: sessions opened a second, key to frame in milliseconds, the
server's memory, bytes a letter, submissions a second, and what the box holds afterwards. The clients run
on the same machine and cost several times what the server does: times are an upper bound.
Environment: THINK, the longest pause between two pages in seconds (default 1).
"""

import asyncio
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import warnings

warnings.simplefilter("ignore")
import asyncssh  # noqa: E402 (it warns while it is imported)

from people import Home  # noqa: E402

THINK = float(os.environ.get("THINK", "1"))
HANDSHAKES = 24
GUARD = float(os.environ.get("GUARD", "120"))
PIECES = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])|\x1b[^\[]|([\r\n\x0f])|([^\x1b\r\n\x0f]+)")
ANSWERS = [
    ("Which department do you work in?", "1\r"), ("How many years have you worked here?", "12\r"),
    ("What may your lead see", "1\r"), ("Do you help with teaching?", "1\r"), ("How many hours a week?", "6.5\r"),
    ("Where would you like to be", "2\r"), ("Anything to add?", "a few words\r"),
]


class Person(asyncssh.SSHClientSession):
    """One terminal: as much of an emulator as our own frames need."""

    def __init__(self):
        self.rows = [[" "] * 80 for _ in range(24)]
        self.at, self.came, self.frames, self.taken = (0, 0), asyncio.Event(), 0, 0
        self.gone, self.rest, self.moment = False, "", 0.0

    def data_received(self, data, datatype):
        self.moment = time.perf_counter()
        self.frames += 1
        self.taken += len(data)
        self.show(data)
        self.came.set()

    def connection_lost(self, _):
        self.gone = True
        self.came.set()

    def show(self, data):
        data = self.rest + data
        cut = re.search(r"\x1b(\[[0-9;?]*)?$", data)
        self.rest = data[cut.start():] if cut else ""
        for numbers, kind, _, text in PIECES.findall(data[: cut.start()] if cut else data):
            row, column = self.at
            if text:
                for letter in text:
                    if row < 24 and column < 80:
                        self.rows[row][column] = letter
                    column += 1
                self.at = (row, column)
            elif kind == "H":
                place = [int(number or 1) - 1 for number in (numbers or "1;1").split(";")]
                self.at = (place[0], place[1])
            elif kind == "C":
                self.at = (row, column + int(numbers or 1))
            elif kind == "J":
                self.rows = [[" "] * 80 for _ in range(24)]

    @property
    def screen(self):
        return "\n".join("".join(row) for row in self.rows)

    async def until(self, words):
        while words not in self.screen:
            if self.gone:
                raise AssertionError(f"ended before {words!r}:\n{self.screen}")
            self.came.clear()
            await asyncio.wait_for(self.came.wait(), GUARD)
        return self.screen


class Visit:
    """A person's way from the first page to the receipt."""

    def __init__(self, load):
        self.load, self.line, self.channel, self.person = load, None, None, None

    async def connect(self):
        self.line = await asyncssh.connect(
            "127.0.0.1", self.load.port, username="survey", known_hosts=None, client_keys=None, config=None,
            login_timeout=GUARD,
        )
        self.channel, self.person = await self.line.create_session(Person, term_type="xterm-256color", term_size=(80, 24))
        await self.person.until("Which language would you like?")

    async def key(self, letter):
        """One key, and the frame that answers it."""
        person = self.person
        frames, bytes_before, begun = person.frames, person.taken, time.perf_counter()
        self.channel.write(letter)
        while person.frames == frames and not person.gone:
            person.came.clear()
            await asyncio.wait_for(person.came.wait(), GUARD)
        self.load.latencies.append(person.moment - begun)
        if letter.isalnum():
            self.load.letters.append(person.taken - bytes_before)

    async def type(self, keys):
        for letter in keys[:-1]:
            await self.key(letter)
            await asyncio.sleep(random.uniform(0.05, 0.2) * min(THINK, 1))
        self.channel.write(keys[-1])

    async def say(self, wanted, keys):
        await self.person.until(wanted)
        await asyncio.sleep(random.uniform(0, THINK))
        await self.type(keys)

    async def begin(self):
        await self.say("Which language would you like?", "\r")
        await self.say("Fill in the survey", "\r")
        await self.say("I have read this", "\t\r")
        screen = await self.person.until("Write these eight words down")
        words = dict(re.findall(r"\b([1-8])\W+([a-z]{3,8})\b", screen))
        await self.say("Write these eight words down", "\r")
        screen = await self.person.until("Type these two words")
        for number in re.findall(r"Word (\d):", screen):
            await self.type(words[number] + "\r")

    async def answer(self, hangs_up):
        for at, (question, keys) in enumerate(ANSWERS):
            if hangs_up and at == 3:
                await self.person.until(question)
                self.line.abort()
                return
            await self.say(question, keys)
        await self.say("Check your answers", "\t\r")
        screen = await self.person.until("Answers sent")
        self.load.receipts.append(re.search(r"[0-9a-f]{4}[ 0-9a-f]{8,}", screen))
        self.load.sent.append(time.perf_counter())
        self.channel.write("\x1b[C\r")
        self.line.close()
        await asyncio.wait_for(self.line.wait_closed(), GUARD)


class Load:
    """A server, and so many people at once."""

    def __init__(self, program, sessions):
        self.program, self.sessions = program, sessions
        self.latencies, self.letters, self.receipts, self.sent = [], [], [], []
        self.port, self.server = None, None

    def memory(self):
        """Proportional memory of the server in KiB."""
        with open(f"/proc/{self.server.pid}/smaps_rollup", encoding="ascii") as smaps:
            return next(int(line.split()[1]) for line in smaps if line.startswith("Pss:"))

    def spent(self):
        """Processor seconds of the server."""
        with open(f"/proc/{self.server.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def people(self):
        gate = asyncio.Semaphore(HANDSHAKES)
        visits = [Visit(self) for _ in range(self.sessions)]

        async def open_one(visit):
            async with gate:
                await visit.connect()

        before = self.memory()
        begun = time.perf_counter()
        await asyncio.gather(*map(open_one, visits))
        opened = time.perf_counter() - begun
        handshakes = self.spent()
        waiting = (self.memory() - before) / self.sessions
        await asyncio.gather(*(visit.begin() for visit in visits))
        memory = (self.memory() - before) / self.sessions
        hangs_up = [at % 5 == 4 for at in range(self.sessions)]
        begun = time.perf_counter()
        await asyncio.gather(*(visit.answer(hang) for visit, hang in zip(visits, hangs_up)))
        return {
            "sessions": self.sessions,
            "opened_a_second": round(self.sessions / opened, 1),
            "key_to_frame_ms": {"p50": self.latency(0.5), "p99": self.latency(0.99), "keys": len(self.latencies)},
            "kib_a_session": {"first_page": round(waiting, 1), "first_question": round(memory, 1)},
            "bytes_a_letter": round(sum(self.letters) / max(1, len(self.letters)), 1),
            "submissions_a_second": round(len(self.sent) / (max(self.sent) - begun), 1),
            "server_seconds": {"opening": round(handshakes, 2), "all": round(self.spent(), 2)},
            "sent": len(self.sent),
            "hung_up": sum(hangs_up),
        }

    def latency(self, share):
        ordered = sorted(self.latencies)
        return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2)

    def run(self):
        with tempfile.TemporaryDirectory() as folder:
            home = Home(self.program, folder)
            home.done("box", "init", "--name", "Load")
            most = str(self.sessions + 100)
            command = home.command(
                "serve", "--listen", "127.0.0.1:0", "--sessions", most, "--per-address", most, "--login", "120"
            )
            self.server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
            try:
                self.port = int(self.server.stderr.readline().rsplit(":", 1)[1])
                figures = asyncio.run(self.people())
            finally:
                self.server.terminate()
                ended = self.server.wait(60)
            status = json.loads(home.done("box", "status", "--json"))
            home.done("box", "verify")
            figures["lost"] = figures["sent"] - status["counting"]
            figures["doubled"] = len(home.records()) - status["counting"]
            figures["drafts_kept"] = status["drafts"]
            figures["ended"] = ended
            return figures


def main():
    program, *sessions = sys.argv[1:]
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    is_good = True
    for number in map(int, sessions or ["1", "50", "200"]):
        figures = Load(program, number).run()
        print(json.dumps(figures), flush=True)
        is_good &= figures["lost"] == figures["doubled"] == figures["ended"] == 0
        is_good &= figures["drafts_kept"] == figures["hung_up"]
    sys.exit(0 if is_good else 1)


if __name__ == "__main__":
    main()
