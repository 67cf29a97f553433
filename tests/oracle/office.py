"""Every statistical view, worked out anew from the opened JSON of the statistics audience's parts: exact counts
first, then HESA's rounding as it is published (docs/rules.md §8.1) and the rules of §8.3 on small
groups, so that what a view shows can be compared figure for figure.

usage: office.py QUESTIONNAIRE.toml FOLDER STAFF [DEPARTMENT…]

STAFF is how many people each of those departments has on its list. Prints {DEPARTMENT or "": {VIEW: {BLOCK: …}}}
in the shape of `lead.py`.
"""

import csv
import json
import sys
import tomllib
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from lead import code, codes
from tables import NOT_ASKED, Survey, counting, values
from views import missing, text

MINIMUM = 10
# The fewest people whose rounded number is shown for ten at least: 13 reads 15, as 17 does; 12 reads 10, as 8 does.
SURELY = 13


def nearest_five(number):
    return int((Decimal(number) / 5).quantize(Decimal(1), ROUND_HALF_UP) * 5)


def whole(number, digits="1"):
    return str(number.quantize(Decimal(digits), ROUND_HALF_UP))


def withheld(reason):
    return {"withheld": reason}


class Line:
    """Some people together, and how they are shown."""

    def __init__(self, group, people, holds=(), reason=None):
        self.group, self.people, self.holds, self.reason = group, people, list(holds), reason


class Figures:
    """One question's figures of some people; `classes` are codes that are counted as one."""

    def __init__(self, office, id, classes, people):
        said = [values(answers[id]) if id in answers else [("missing", "not_in_version")] for answers in people]
        self.base = sum(1 for one in said if not (one and one[0][0] == "missing" and one[0][1] in NOT_ASKED))
        given = [{c for what, c in one if what == "code"} for one in said if not (one and one[0][0] == "missing")]
        self.answered = len(given)
        self.cells = {name: sum(1 for own in given if own & set(of)) for name, of in classes.items()}
        self.missing = {}
        for one in said:
            if one and one[0][0] == "missing":
                self.missing[one[0][1]] = self.missing.get(one[0][1], 0) + 1
        is_choice = office.survey.questions.get(id, {}).get("type") != "acknowledge"
        # Of whom everybody is asked, there are as many as people.
        limit = MINIMUM if office.asks_everybody(id) else SURELY
        self.is_of_few = is_choice and 3 <= self.base < limit


class Office:
    def __init__(self, questionnaire, folder, staff, department):
        self.survey = Survey(Path(questionnaire))
        self.surveys = Path(questionnaire).parent
        self.here, self.staff = department, staff
        parts = [json.loads((folder / f"{leaf}.statistics.json").read_text()) for leaf in counting(folder)]
        self.all = [self.flat(part["answers"]) for part in parts]
        with open(self.surveys / "lists/departments.csv", newline="") as rows:
            rows = list(csv.DictReader(rows))
        parents = {row["code"]: row["parent"] for row in rows}
        leaves = [row["code"] for row in rows if row["code"] not in parents.values()]
        self.groups = self.roll_up(leaves, parents)

    @staticmethod
    def flat(answers):
        """Answers with the rows of matrices beside them."""
        out = dict(answers)
        for id, answer in answers.items():
            if isinstance(answer, dict) and "missing" not in answer and "code" not in answer:
                out |= {f"{id}.{row}": cell for row, cell in answer.items()}
            elif id == "j_tc":
                rows = ("seen_here", "seen_beyond", "credit", "awards", "paths", "time", "passed_on", "voice", "changes")
                out |= {f"{id}.{row}": answer for row in rows}
        return out

    def roll_up(self, leaves, parents):
        """Departments of ten people and over; of each faculty the smaller ones together."""
        groups, faculties = [], {}
        for department in leaves:
            people = [one for one in self.all if code(one["b_dept"]) == department]
            if len(people) >= MINIMUM:
                groups.append(Line(department, people))
                continue
            groups.append(Line(department, people, reason="rolled_up"))
            if parents[department]:
                held = faculties.setdefault(parents[department], Line(parents[department], []))
                held.holds.append(department)
                held.people += people
        for faculty in faculties.values():
            faculty.reason = None if len(faculty.people) >= MINIMUM else "rolled_up"
        return groups + list(faculties.values())

    # One question by department.

    def has(self, id):
        return any(id in answers for answers in self.all)

    def asks_everybody(self, id):
        def is_asked(answers):
            said = values(answers[id]) if id in answers else [("missing", "not_in_version")]
            return not (said and said[0][0] == "missing" and said[0][1] in NOT_ASKED)

        return all(map(is_asked, self.all))

    def classes(self, id):
        """Every code by itself."""
        question = self.survey.questions[id]
        if question["type"] == "yes_no":
            return {"true": ["true"], "false": ["false"]}
        return {one: [one] for one in self.survey.rows(question)}

    def lines(self, id, classes):
        """The groups of a question, those withheld of whom few were asked: all may have given one answer."""
        lines = []
        for group in self.groups:
            line = Line(group.group, group.people, group.holds, group.reason)
            if line.reason is None and id != "b_dept" and Figures(self, id, classes, line.people).is_of_few:
                line.reason = "few_asked"
            lines.append(line)
        return lines

    def everyone(self, lines):
        shown = [line for line in lines if line.reason is None]
        if len(shown) > 1:
            return Line("everyone", [one for line in shown for one in line.people])
        return next((line for line in lines if line.reason != "rolled_up"), None)

    def line(self, lines):
        """What is looked at: everyone, or a department by itself or among its faculty's small ones."""
        if self.here is None:
            return self.everyone(lines)
        own = [line for line in lines if line.reason != "rolled_up"]
        alone = (line for line in own if line.group == self.here and not line.holds)
        return next(alone, next((line for line in own if self.here in line.holds), None))

    def alone(self):
        line = self.line(self.lines("b_dept", {}))
        return self.here is None or line is not None and line.group == self.here

    def shown(self, id, classes=None, least=0):
        """Cells, percentages and base of what is looked at."""
        classes = classes or self.classes(id)
        lines = self.lines(id, classes)
        for line in lines:
            if line.reason is None and Figures(self, id, classes, line.people).answered < least:
                line.reason = "small_base"
        line = self.line(self.lines(id, classes)) if self.here is None else self.line(lines)
        return None if line is None else self.told(id, classes, line)

    def told(self, id, classes, line):
        figures = Figures(self, id, classes, line.people)
        base = nearest_five(figures.base)
        if line.reason:
            reason = withheld("small_base" if line.reason == "few_asked" else line.reason)
            base = base if line.reason == "small_base" else reason
            return {"cells": dict.fromkeys(classes, reason), "percents": dict.fromkeys(classes, reason), "base": base,
                    "missing": figures.missing, "line": line}
        cells = {name: nearest_five(count) for name, count in figures.cells.items()}
        people = self.together(id, classes, cells, line)
        return {"cells": cells, "base": base, "missing": figures.missing, "line": line,
                "percents": {name: self.percent(cell, base, figures, people) for name, cell in cells.items()}}

    def together(self, id, classes, cells, line):
        """How many people the shown answers make, by code or by class. Of several answers each is only one that
        somebody gave at least, beside those that exclude all others."""
        exact = Counter(found for answers in line.people if id in answers
                        for what, found in values(answers[id]) if what == "code")
        shown = {found: nearest_five(count) for found, count in exact.items()}
        inside = {found for of in classes.values() for found in of}
        question = self.survey.questions.get(id, {})
        if question.get("type") != "multiple":
            others = sum(count for found, count in shown.items() if found not in inside)
            return max(sum(shown.values()), sum(cells.values()) + others)
        offered = self.survey.lists.get(question.get("list"), []) + question.get("choices", [])
        alone = {one["code"] for one in offered if str(one.get("exclusive", "")).lower() == "true"}
        several = max((count for found, count in shown.items() if found not in alone), default=0)
        by_code = several + sum(shown.get(found, 0) for found in alone)
        by_class = max(cells.values(), default=0) + sum(shown.get(found, 0) for found in alone - inside)
        return max(by_code, by_class)

    @staticmethod
    def percent(cell, base, figures, people):
        """Of the figures that are shown: the base less who gave no answer, and where that would be all of them beside
        others, all together. Neither all nor none where a figure says otherwise."""
        if figures.answered < 22.5:
            return withheld("rounded_percentage")
        silent = (count for kind, count in figures.missing.items() if kind not in ("not_relevant", "not_in_version"))
        answered = base - sum(nearest_five(count) for count in silent)
        of = answered if cell < answered else max(people, cell)
        percent = int(whole(Decimal(cell) * 100 / of))
        return str(min(max(percent, int(cell > 0)), 100 - int(cell < people)))

    def answers(self, id, classes=None, least=0):
        """A table of answers; none where there is nothing to look at."""
        if not self.has(id):
            return None
        shown = self.shown(id, classes, least)
        if shown is None:
            return None
        rows = [{"answer": name, "people": cell, "percent": shown["percents"][name]} for name, cell in shown["cells"].items()]
        return rows + [{"answer": "asked", "people": shown["base"], "percent": None}]

    def bars(self, id, classes=None):
        shown = self.shown(id, classes)
        return [{"label": name, "people": cell} for name, cell in shown["cells"].items()]

    # Numbers.

    @staticmethod
    def numbers(people, id):
        return [Decimal(one[id]) for one in people if isinstance(one[id], (str, int)) and not isinstance(one[id], bool)]

    @staticmethod
    def is_dominated(numbers):
        sizes = sorted(map(abs, numbers), reverse=True)
        return len(sizes) < 3 or sum(sizes[2:]) * 10 < sizes[0]

    def measured(self, id, group):
        """The numbers of a line, or none where one or two people make up nearly all of them."""
        lines = []
        for line in self.groups:
            numbers = self.numbers(line.people, id)
            lines.append((line, numbers, line.reason is None and not self.is_dominated(numbers)))
        if group == "everyone":
            numbers = [number for _, own, is_shown in lines if is_shown for number in own]
        else:
            numbers = next(own for line, own, _ in lines if line.group == group and line.reason != "rolled_up")
        return None if self.is_dominated(numbers) else numbers

    def sum(self, id, group):
        numbers = self.measured(id, group)
        return withheld("dominance") if numbers is None else str(nearest_five(sum(numbers)))

    def mean(self, id, group):
        numbers = self.measured(id, group)
        if numbers is None:
            return withheld("dominance")
        return withheld("small_base") if len(numbers) <= 7 else whole(sum(numbers) / len(numbers), "0.1")

    # Crossings.

    def crossed(self, by, id, classes, least=0):
        """Each code of `by` with the figures of its people, the small ones together."""
        own = {line.group: line for line in self.lines(id, classes) if line.reason is None}
        if self.here is not None:
            own = {group: line for group, line in own.items() if group == self.here}
        people = [one for line in own.values() for one in line.people]
        groups = [(name, [one for one in people if code(one[by]) == name]) for name in self.classes(by)]
        groups.append(("", [one for one in people if code(one[by]) is None]))

        def is_small(people):
            return len(people) < SURELY or Figures(self, id, classes, people).is_of_few

        small = [at for at, (_, people) in enumerate(groups) if is_small(people)]
        rest = sorted((at for at in range(len(groups)) if at not in small), key=lambda at: (nearest_five(len(groups[at][1])), at))
        together = [one for at in small for one in groups[at][1]]
        while small and is_small(together) and rest:
            small.append(rest.pop(0))
            together = [one for at in small for one in groups[at][1]]
        lines = [Line(name, people, reason="rolled_up" if at in small else None) for at, (name, people) in enumerate(groups)]
        if small:
            lines.append(Line("together", together, reason="rolled_up" if is_small(together) else None))
        shown = [line for line in lines if line.reason is None]
        if len(shown) > 1:
            lines.append(Line("everyone", [one for line in shown for one in line.people]))
        told = []
        for line in lines:
            found = self.told(id, classes, line)
            answered = Figures(self, id, classes, line.people).answered
            if line.group != "everyone" and line.reason is None and answered < least:
                found["cells"] = dict.fromkeys(classes, withheld("small_base"))
            told.append((line.group, found))
        return told

    # The views.

    def department(self):
        shown = self.shown("b_dept")
        # Of everyone there is no list: most departments have given none.
        staff = self.staff if self.here else None
        rate = None
        if staff and self.alone() and 23 <= staff and shown["base"] <= staff + 2:
            rate = whole(min(Decimal(100), Decimal(shown["base"] * 100) / staff))
        facts = {"responses": shown["base"], "staff": staff, "response_rate": rate,
                 "fte": self.sum("b_fte", shown["line"].group)}
        asked = {"age": "k_age", "contract": "b_terms", "ladder": "b_ladder", "track": "b_track"}
        return {"people": facts} | {block: self.bars(id) for block, id in asked.items()}

    def registration(self):
        blocks = {
            "held": self.answers("g_reg", HELD), "registers": self.answers("g_reg"),
            "wanted": self.answers("g_reg_want"), "obstacles": self.answers("g_reg_bar"),
        }
        if self.alone():
            blocks["likely"] = [
                {"wanted": {"": "no_answer"}.get(group, group), **found["cells"], "asked": found["base"]}
                for group, found in self.crossed("g_reg_want", "g_high", LIKELY)
            ]
        return blocks

    def entry(self):
        shown = self.shown("k_age", BANDS, 10)
        young, old = shown["cells"]["to_35"], shown["cells"]["from_56"]
        ratio = None
        if isinstance(shown["percents"]["to_35"], dict):
            ratio = shown["percents"]["to_35"]
        elif old:
            ratio = text(Decimal(whole(Decimal(young) / old, "0.1")))
        blocks = {
            "bands": [{"label": name, "people": cell} for name, cell in shown["cells"].items()],
            "replacement": {"share_from_56": shown["percents"]["from_56"], "replacement_ratio": ratio},
            "hosts": self.answers("h_htq"),
            "standards": "apprenticeships.csv",
        }
        if self.alone():
            lines = dict(self.crossed("b_ladder", "b_soc", self.classes("b_soc")))
            steps = {"trainee": "L0", "assistant": "L1", "technician": "L2", "together": "together"}
            rows = []
            for soc in self.classes("b_soc"):
                row = {column: lines[step]["cells"][soc] if step in lines else 0 for column, step in steps.items()}
                if any(isinstance(cell, int) and cell for cell in row.values()):
                    rows.append({"soc": soc} | row)
            blocks["posts"] = rows
        return blocks

    def career(self):
        blocks = {"intentions": self.answers("i_next", INTENTIONS, 10), "horizon": self.answers("i_horizon", None, 10)}
        if self.has("i_bar"):
            blocks["obstacles"] = self.answers("i_bar")
        if self.alone():
            blocks["by_step"] = [
                {"step": {"": "no_step"}.get(group, group), **found["cells"], "asked": found["base"]}
                for group, found in self.crossed("b_ladder", "i_next", INTENTIONS, 10)
            ]
        blocks["agreement"] = []
        for id in ("i_clear", "i_avail"):
            shown = self.shown(id, AGREEMENT) if self.has(id) else None
            if shown:
                blocks["agreement"].append({"statement": id, **shown["cells"], "asked": shown["base"],
                                            "agree_percent": shown["percents"]["agree"]})
        return blocks

    def indicator(self, name):
        """Where an indicator is asked: its share, how many, of how many, and the share of everyone."""
        id, given = INDICATORS[name]
        if not self.has(id):
            return None
        shown = self.shown(id, {"any": given})
        here, self.here = self.here, None
        university = self.shown(id, {"any": given})
        self.here = here
        return shown["percents"]["any"], shown["cells"]["any"], shown["base"], university["percents"]["any"]

    def commitment(self):
        rows = []
        for theme, names in THEMES.items():
            for name in names:
                found = self.indicator(name)
                if found:
                    rows.append({"theme": theme, "indicator": name, "percent": found[0], "people": found[1],
                                 "asked": found[2], "earlier": None, "action": None})
        line = self.line(self.lines("b_dept", {}))
        return {"evidence": rows, "development": {"mean_days": self.mean("h_days", line.group)},
                "plan": "lines that an institution fills in"}

    def comparison(self):
        rows = []
        for name in COMPARED:
            found = self.indicator(name)
            if found:
                here = {"department": found[0]} if self.here else {}
                rows.append({"indicator": name, "university": found[3], "asked": found[2]} | here)
        published = []
        for one in tomllib.loads((self.surveys / "comparators.toml").read_text())["comparator"]:
            here = all = None
            if self.has(one.get("question")):
                of = {"any": one["codes"]}
                here = self.shown(one["question"], of)["percents"]["any"] if self.here else None
                all = self.told(one["question"], of, self.everyone(self.lines(one["question"], of)))["percents"]["any"]
            published.append({"figure": one["id"], "department": here, "university": all})
        return {"comparison": rows, "published": published}

    def scope(self, id, classes):
        """The lines that a table by department has."""
        lines = self.lines(id, classes)
        if self.here is not None:
            meant = self.line(lines).group
            return [line for line in lines if line.reason != "rolled_up" and line.group == meant]
        shown = [line for line in lines if line.reason != "rolled_up"]
        everyone = self.everyone(lines)
        return shown + ([everyone] if everyone.group == "everyone" else [])

    def staff_table(self):
        totals = [{"department": line.group, "headcount": nearest_five(len(line.people)), "fte": self.sum("b_fte", line.group)}
                  for line in self.scope("b_dept", {})]
        blocks = {"totals": totals} | self.occupations() | {"definitions": self.definitions()}
        for block, (id, classes) in STAFF.items():
            shown = self.shown(id, classes)
            sums = self.sums(id, classes, shown["line"])
            rows = [{"answer": name, "headcount": cell, "fte": sums[name]} for name, cell in shown["cells"].items()]
            for kind in ("dont_know", "prefer_not", "blank"):
                people = nearest_five(shown["missing"].get(kind, 0))
                rows += [{"answer": kind, "headcount": people, "fte": None}] * (people > 0)
            blocks[block] = rows
            if self.here is None:
                lines = [(line, self.told(id, classes, line)) for line in self.scope(id, classes)]
                blocks[f"{block}_by_department"] = [
                    {"department": line.group, **told["cells"], "asked": told["base"]} for line, told in lines
                ]
        return blocks

    def sums(self, id, classes, line):
        people = {name: [one for one in line.people if code(one[id]) in of] for name, of in classes.items()}
        return {name: str(nearest_five(sum(self.numbers(own, "b_fte"), Decimal(0)))) for name, own in people.items()}

    def occupations(self):
        shown = self.shown("b_soc")
        sums = self.sums("b_soc", self.classes("b_soc"), shown["line"])
        rows = [{"code": soc, "soc": soc, "edition": "SOC2020", "headcount": cell, "fte": sums[soc]}
                for soc, cell in shown["cells"].items() if cell != 0]
        coding = {"soc_3119": shown["cells"]["3119"], "soc_not_sure": nearest_five(shown["missing"].get("dont_know", 0))}
        return {"occupations": rows, "coding": coding}

    def definitions(self):
        rules = tomllib.loads((self.surveys / "technical.toml").read_text())["definition"]
        rows = []
        for one in rules:
            for answers in self.all:
                answers["technical"] = self.says(one, answers)
            classes = {"counted": ["1"], "not_counted": ["0"], "not_told": ["-"]}
            cells = self.shown("technical", classes)["cells"]
            rows.append({"definition": one["id"], **cells})
        return rows

    @staticmethod
    def says(definition, answers):
        fits = []
        for rule in definition["rule"]:
            answer = answers.get(rule["question"], {"missing": "not_in_version"})
            if missing(answer):
                fits.append(None)
                continue
            given = codes(answer) if isinstance(answer, list) else [code(answer)]
            starting = tuple(rule.get("starting", []))
            fits.append(any(one in rule.get("codes", []) or one.startswith(starting) for one in given if one))
        return "1" if True in fits else "-" if None in fits else "0"


HELD = {
    "registered": "rscitech rsci csci csciteach engtech ieng ceng icttech ist_rp hcpc".split(),
    "fellow": "afhea fhea sfhea pfhea".split(),
    "member": "ist_member bcs iat ibms ahcs abtt cilip icon iosh nebosh rse iop other".split(),
    "none": ["none"],
}
LIKELY = {"technician": ["rqf3", "rqf4"], "registered": ["rqf5", "rqf6"], "chartered": ["rqf7", "rqf8"],
          "below": ["rqf2", "rqf1", "entry", "overseas", "none"]}
BANDS = {"to_35": ["to_25", "26_35"], "36_55": ["36_45", "46_55"], "from_56": ["56_65", "from_66"]}
INTENTIONS = {"stay": ["same", "deeper"], "specialise": ["specialist"], "manage": ["manager"], "teach": ["teaching"],
              "research": ["research"], "leave": ["service", "industry", "not_working"]}
AGREEMENT = {"agree": ["4", "5"], "neither": ["3"], "disagree": ["1", "2"]}
STAFF = {
    "terms": ("b_terms", {"terms_1": ["permanent"], "terms_2": ["fixed"], "terms_3": ["casual"], "terms_none": ["other"]}),
    "mode": ("b_mode", {"mode_1": ["full"], "mode_3": ["part", "share"], "mode_2_4": ["term"]}),
    "qualification": ("g_high", {
        "hq_01": ["rqf8"], "hq_02_09": ["rqf7"], "hq_11_19": ["rqf6"], "hq_21_29": ["rqf5"], "hq_29": ["rqf4"],
        "hq_31": ["rqf3"], "hq_32": ["rqf2", "rqf1"], "hq_97": ["entry", "overseas"], "hq_98": ["none"],
    }),
    "age": ("k_age", {one: [one] for one in ("to_25", "26_35", "36_45", "46_55", "56_65", "from_66")}),
}
AGREED = ["4", "5"]
INDICATORS = {
    "permanent": ("b_terms", ["permanent"]), "full_time": ("b_mode", ["full"]), "degree": ("g_high", ["rqf6", "rqf7", "rqf8"]),
    "from_56": ("k_age", ["56_65", "from_66"]), "trains_students": ("c_who", ["undergraduates", "taught"]),
    "new_courses": ("h_htq", ["ready", "not_ready"]), "registered": ("g_reg", HELD["registered"]),
    "fellow": ("g_reg", HELD["fellow"]), "wants_registration": ("g_reg_want", ["working", "help"]),
    "named": ("c_output", ["author", "thanked", "grant", "patent", "method", "show"]), "award": ("g_award", ["won", "nominated"]),
    "i_clear": ("i_clear", AGREED), "i_avail": ("i_avail", AGREED),
} | {f"j_tc.{row}": (f"j_tc.{row}", AGREED) for row in
     ("seen_here", "seen_beyond", "credit", "awards", "paths", "time", "passed_on", "voice", "changes")}
COMPARED = ["permanent", "full_time", "degree", "from_56", "trains_students", "new_courses", "registered", "fellow",
            "wants_registration", "i_clear", "i_avail", "j_tc.seen_here", "j_tc.seen_beyond", "j_tc.credit", "j_tc.awards",
            "j_tc.paths", "j_tc.time", "j_tc.passed_on", "j_tc.voice", "j_tc.changes"]
THEMES = {
    "visibility": ["j_tc.seen_here", "j_tc.seen_beyond", "named"],
    "recognition": ["j_tc.credit", "j_tc.awards", "registered", "fellow", "wants_registration", "award"],
    "career": ["j_tc.paths", "j_tc.time", "i_clear", "i_avail"],
    "sustainability": ["j_tc.passed_on", "j_tc.voice", "new_courses"],
    "impact": ["j_tc.changes"],
}


def main(questionnaire, folder, staff, *departments):
    told = {}
    for department in ("",) + departments:
        office = Office(questionnaire, Path(folder), int(staff), department or None)
        made = {name: getattr(office, name) for name in
                ("department", "registration", "entry", "career", "commitment", "comparison")}
        told[department] = {name: make() for name, make in made.items()} | {"staff": office.staff_table()}
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
