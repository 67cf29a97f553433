"""Every table of an audience, counted anew with pandas from the opened JSON of its parts.

Written from the published rules alone (design sections 5 to 7), and sharing nothing with the program:
which record of a response counts is read from headers, what is asked from the questionnaire's TOML.

usage: tables.py QUESTIONNAIRE.toml FOLDER AUDIENCE

FOLDER holds LEAF.header.json of every record and LEAF.AUDIENCE.json of every opened part. Prints
{"responses": LEAVES, "tables": {ID: {DEPARTMENT: {"base", "cells": {CODE: n}, "missing": {KIND: n}}}}};
codes and kinds that nobody gave are left out.
"""

import csv
import json
import sys
import tomllib
from pathlib import Path

import pandas

COUNTED = {"single", "lookup", "scale", "integer", "yes_no", "acknowledge", "multiple", "rank", "matrix"}
NOT_ASKED = {"not_in_version", "not_relevant"}


def counting(folder):
    """The leaf of the one record of each response that counts."""
    best, gone = {}, set()
    for file in folder.glob("*.header.json"):
        header = json.loads(file.read_text())
        leaf, response = file.name.split(".")[0], header["response"]
        if header["kind"] in ("withdrawal", "annulment"):
            gone.add(response)
        elif header["kind"] == "response":
            best[response] = max(best.get(response, (0, "")), (header["revision"], leaf))
    return sorted(leaf for response, (_, leaf) in best.items() if response not in gone)


class Survey:
    def __init__(self, file):
        self.toml = tomllib.loads(file.read_text())
        self.department = self.toml["survey"]["department"]
        self.lists = {}
        for name, table in self.toml.get("lists", {}).items():
            with open(file.parent / table["file"], newline="") as rows:
                entries = list(csv.DictReader(rows))
            headings = {entry.get("parent") for entry in entries}
            self.lists[name] = [entry for entry in entries if entry["code"] not in headings]
        everything = [question for section in self.toml["section"] for question in section.get("question", [])]
        self.questions = {question["id"]: question for question in everything}

    def rows(self, question):
        """The rows that a matrix may show, each with its group."""
        if "rows_from" in question:
            return self.rows(self.questions[question["rows_from"]])
        listed = self.lists.get(question.get("list"), [])
        own = question.get("rows", []) or question.get("choices", []) * (question["type"] != "matrix")
        return {entry["code"]: entry.get(question.get("groups")) for entry in listed + own}


def values(answer):
    """The codes of one answer, or its kind of missing."""
    if isinstance(answer, dict) and "missing" in answer:
        return [("missing", answer["missing"])]
    if not isinstance(answer, list):
        answer = [answer]
    codes = [one["code"] if isinstance(one, dict) else one for one in answer]
    return [("code", str(one).lower() if isinstance(one, bool) else str(one)) for one in codes]


def answers(survey, part):
    """(table, its answer) for everything that one part has counted."""
    for id, answer in part["answers"].items():
        question = survey.questions[id]
        if question["type"] not in COUNTED:
            continue
        if question["type"] != "matrix":
            yield id, answer
            continue
        if question["cells"] == "decimal":
            continue
        groups = survey.rows(question)
        missing = isinstance(answer, dict) and set(answer) == {"missing"}
        is_closable = question.get("closable", False)
        shown = {} if missing else answer["rows"] if is_closable else answer
        closed = answer["closed"] if is_closable and not missing else []
        for row, group in groups.items():
            cell = answer if missing else shown.get(row, {"missing": "not_relevant"})
            unrated = cell in ({"missing": "blank"}, {"missing": "not_reached"})
            yield f"{id}.{row}", 0 if unrated and group in closed else cell


def main(questionnaire, folder, audience):
    survey = Survey(Path(questionnaire))
    leaves = counting(Path(folder))
    facts, answered = [], []
    for leaf in leaves:
        part = json.loads((Path(folder) / f"{leaf}.{audience}.json").read_text())
        department = part["answers"][survey.department]
        for table, answer in answers(survey, part):
            said = values(answer)
            facts += [(table, department, what, code) for what, code in said]
            asked = not (said and said[0][0] == "missing" and said[0][1] in NOT_ASKED)
            answered.append((table, department, asked))
    facts = pandas.DataFrame(facts, columns=["table", "department", "what", "code"])
    bases = pandas.DataFrame(answered, columns=["table", "department", "asked"])
    tables = {}
    for (table, department), asked in bases.groupby(["table", "department"])["asked"].sum().items():
        row = {"base": int(asked), "cells": {}, "missing": {}}
        tables.setdefault(table, {})[department] = row
    counts = facts.groupby(["table", "department", "what", "code"]).size()
    for (table, department, what, code), count in counts.items():
        tables[table][department]["cells" if what == "code" else "missing"][code] = int(count)
    print(json.dumps({"responses": leaves, "tables": tables}))


if __name__ == "__main__":
    main(*sys.argv[1:])
