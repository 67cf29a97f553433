"""From sealed responses to the first table by department: the program against what people do today, the `age`
command in a loop and pandas.

usage: first_table.py TALLYBOX [RESPONSES]

Makes a throw-away home with simulated responses, and times, each as time by the clock and as processor time:
the program's first opening, its second (from the sealed cache), and `age -d` a part, one after another, with
pandas over the JSON. The two tables must be equal. Prints ratios; absolute figures drift. Needs `age` and pandas.
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

    def loop():
        answers = []
        for part in leads:
            opened = subprocess.run(["age", "-d", "-i", key, part], check=True, capture_output=True).stdout
            said = json.loads(opened)["answers"]
            value = said[QUESTION]
            answers.append((said["b_dept"], None if isinstance(value, dict) else value))
        frame = pandas.DataFrame(answers, columns=["department", "step"])
        return frame.groupby(["department", "step"]).size()

    try:
        run("demo", "--no-open", "--responses", "1")
        run("survey", "simulate", "--into", home, "--seed", "7", "--responses", responses, "--quiet")
        key = home / "identities/institution.key"
        run("box", "extract", parts)
        # The parts of the responses that count: of the others the program opens none either.
        leads = sorted(parts.glob("*.lead.age"))
        shutil.rmtree(home / "box/cache", ignore_errors=True)
        first, second, today = timed(report), timed(report), timed(loop)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    counted = sum(cell.get("count", 0) for row in first[2]["rows"] for cell in row["cells"])
    print(f"parts in the loop            {len(leads)}")
    print(f"answers in the two tables    {counted} and {int(today[2].sum())}")
    for name, (wall, cpu, _) in (("first opening", first), ("second opening", second), ("age in a loop, pandas", today)):
        print(f"{name:<29}{wall:9.3f} s by the clock {cpu:9.3f} s of processor")
    for name, (wall, cpu, _) in (("first", first), ("second", second)):
        print(f"the loop takes               {today[0] / wall:6.1f} times the clock, {today[1] / cpu:6.1f} times the processor of the {name} opening")


if __name__ == "__main__":
    main(*sys.argv[1:])
