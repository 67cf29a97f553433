"""From sealed responses to the first table by department: the program against what people do today, the `age`
command in a loop and pandas.

usage: first_table.py TALLYBOX [RESPONSES]

Makes a throw-away home with simulated responses, and times, each as time by the clock and as processor time:
the program's first opening, its second (from the sealed cache), and `age -d` of every part that the institution's
key opens, one after another, with pandas over the JSON. The two tables must be equal. Beside the second opening stands its floor, `age -d` of the
cache itself, and what a report of one response takes: that is the questionnaire's. Prints ratios and a line for each goal; absolute figures drift. Needs `age` and pandas.
"""

import json
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

QUESTION = "b_ladder"


def timed(work):
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    own = time.process_time()
    made = work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    children = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, children + time.process_time() - own, made


def main(program, responses="2000"):
    import pandas

    folder = pathlib.Path(tempfile.mkdtemp(prefix="tallybox-first-table-"))
    home, parts = folder / "home", folder / "parts"

    def run(*words):
        return subprocess.run([program, "--home", home, *words], check=True, capture_output=True, text=True).stdout

    def report():
        return json.loads(run("report", "--identity", key, "--table", QUESTION, "--format", "json"))["tables"][0]

    def opened(file):
        return subprocess.run(["age", "-d", "-i", key, file], check=True, capture_output=True).stdout

    def loop():
        answers = []
        for part in others:
            json.loads(opened(part))
        for part in leads:
            said = json.loads(opened(part))["answers"]
            value = said[QUESTION]
            answers.append((said["b_dept"], None if isinstance(value, dict) else value))
        frame = pandas.DataFrame(answers, columns=["department", "step"])
        return frame.groupby(["department", "step"]).size()

    try:
        run("demo", "--no-open", "--responses", "1")
        key = home / "identities/institution.key"
        start = min((timed(report) for _ in range(5)), key=lambda one: one[0])
        run("survey", "simulate", "--into", home, "--seed", "7", "--responses", responses, "--quiet")
        run("box", "extract", parts)
        # The parts of the responses that count: of the others the program opens none either.
        leads = sorted(parts.glob("*.lead.age"))
        others = [part for name in ("review", "staff") for part in parts.glob(f"*.{name}.age")]
        shutil.rmtree(home / "box/cache", ignore_errors=True)
        first, second = timed(report), min((timed(report) for _ in range(5)), key=lambda one: one[0])
        (cache,) = (home / "box/cache").iterdir()
        floor = min((timed(lambda: opened(cache)) for _ in range(5)), key=lambda one: one[0])
        today = timed(loop)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    counted = sum(cell.get("count", 0) for row in first[2]["rows"] for cell in row["cells"])
    print(f"parts in the loop            {len(leads) + len(others)}")
    print(f"answers in the two tables    {counted} and {int(today[2].sum())}")
    rows = {"first opening": first, "second opening": second, "age of the cache": floor, "a report of one response": start}
    for name, (wall, cpu, _) in {**rows, "age in a loop, pandas": today}.items():
        print(f"{name:<29}{wall:9.3f} s by the clock {cpu:9.3f} s of processor")
    goal("the loop by the clock, to the first opening", today[0] / first[0], least=200)
    goal("the loop of processor, to the first opening", today[1] / first[1], least=50)
    goal("the first opening by the clock, to the second", first[0] / second[0], least=20)
    rest = max(second[0] - start[0], 0)
    goal("the second opening by the clock, but for what one response takes, to age of the cache", rest / floor[0], most=2)


def goal(what, ratio, least=None, most=None):
    met = ratio >= least if most is None else ratio <= most
    bound = f"at least {least}" if most is None else f"at most {most}"
    print(f"{'met' if met else 'missed':<7}{what}: {ratio:.2f}, goal {bound}")


if __name__ == "__main__":
    main(*sys.argv[1:])
