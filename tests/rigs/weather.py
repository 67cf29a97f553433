#!/usr/bin/env python3
"""What a machine does to a person in the middle of a session: its disk turns read-only and back, and
its clock jumps by ten years.

    python3 tests/rigs/weather.py PROGRAM

`shim.c` is compiled and loaded before the C library, so that the program and its SQLite meet both
while they run. Read-only: what cannot be saved is said, the answers stay, and the same session sends
once the disk is back. Clock: nothing ends, no draft is forgotten, every day that is shown is a day
of the clock as it was.
"""

import datetime
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from people import QUESTIONS, Home, Talk, fast_folder, receipts_of  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
DAY = 86_400


class Weather:
    """The switches of the shim."""

    def __init__(self, folder):
        self.library = os.path.join(folder, "shim.so")
        subprocess.run(
            ["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", self.library, os.path.join(HERE, "shim.c"), "-ldl"],
            check=True,
        )
        self.place = None

    def over(self, home):
        """From here on it is this home's. The switches lie in its box, which a confined program may see."""
        self.place = home.box
        self.off_by(0)

    @property
    def environment(self):
        return {"LD_PRELOAD": self.library, "RIG_READ_ONLY": self.switch("flag"), "RIG_CLOCK": self.switch("clock")}

    def switch(self, name):
        return os.path.join(self.place, "rig-" + name)

    def read_only(self, is_on):
        if is_on:
            with open(self.switch("flag"), "w", encoding="ascii"):
                pass
        else:
            os.remove(self.switch("flag"))

    def off_by(self, days):
        with open(self.switch("clock"), "w", encoding="ascii") as written:
            written.write(str(days * DAY))


def read_only_and_back(pristine, folder, weather, answered):
    """The disk turns read-only after so many answers, and comes back after the send was refused."""
    home = pristine.copy(os.path.join(folder, f"read-only-{answered}"))
    weather.over(home)
    talk = Talk(home, "fill", "--plain", environment=weather.environment)
    talk.begin()
    talk.answer(0, answered)
    weather.read_only(True)
    talk.answer(answered, 7)
    told = talk.said.count("are not saved")
    talk.say("/send\n", "They are still here")
    talk.until("/send to send")
    assert not receipts_of(talk.said), "a false receipt"
    another = home.run("fill", "--answers", home.paper(), "--json", env={**os.environ, **weather.environment})
    assert another.returncode == 5 and "leaf" not in another.stdout, another
    weather.read_only(False)
    talk.say("/send\n", "Your receipt is")
    assert talk.end() == 0
    receipts, found = receipts_of(talk.said), home.records()
    assert len(found) == 1 and found[0].startswith(receipts[0]), (receipts, found)
    if answered < 7:
        assert told, "nobody was told that answers were not saved"
    return {"answered": answered, "told not saved": told}


def clock_jumps(pristine, folder, weather, years):
    """The clock jumps before, within and after a session."""
    home = pristine.copy(os.path.join(folder, f"clock{years}"))
    weather.over(home)
    jump, today = round(years * 365.25), datetime.datetime.now(datetime.timezone.utc).date()
    left = Talk(home, "fill", "--plain", environment=weather.environment)
    words = left.begin()
    left.answer(0, 3)
    weather.off_by(jump)
    left.answer(3, 5)
    assert left.end() == 0, left.said[-300:]
    # On the other side of the jump the draft is there, and can be sent.
    back = Talk(home, "fill", "--plain", environment=weather.environment)
    back.until("press Enter")
    back.say(words + "\n", QUESTIONS[5])
    back.answer(5, 7)
    weather.off_by(0)
    back.say("/send\n", "Your receipt is")
    assert back.end() == 0, back.said[-300:]
    # Somebody whose whole session is on the other side.
    weather.off_by(jump)
    whole = Talk(home, "fill", "--plain", environment=weather.environment)
    whole.begin()
    whole.answer(0, 7)
    whole.say("/send\n", "Your receipt is")
    assert whole.end() == 0, whole.said[-300:]
    days = [datetime.date.fromisoformat(day) for said in (back, whole) for day in re.findall(r"sent on (\S+)\.", said.said)]
    wrong = max(datetime.date(1970, 1, 1), today + datetime.timedelta(days=jump))
    near = [min(abs((day - clock).days) for clock in (today, wrong)) <= 1 for day in days]
    assert len(days) == 2 and all(near), (days, today, wrong)
    assert abs((days[1] - wrong).days) <= 1, "the clock did not jump"
    status = json.loads(home.done("box", "status", "--json"))
    assert status["drafts"] == 0 and status["counting"] == 2 and len(home.records()) == 2, status
    assert home.run("box", "verify").returncode == 0
    return {"years": years, "days": [str(day) for day in days]}


def main():
    with fast_folder() as folder:
        weather = Weather(folder)
        pristine = Home(sys.argv[1], folder)
        pristine.done("box", "init", "--name", "Rig")
        report = {
            "read-only": [read_only_and_back(pristine, folder, weather, answered) for answered in (0, 3, 7)],
            # Sixty years back is before 1970, as a machine without a battery may be.
            "clock": [clock_jumps(pristine, folder, weather, years) for years in (10, -10, -60)],
        }
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
