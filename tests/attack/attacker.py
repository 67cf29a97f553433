"""An attacker on published tables, who knows nothing of how they were protected.

Reads one JSON object from standard input: `roster` (who answered, by department), `several` (questions
that take several answers), `own` (a reader's own department and answers, or null) and `releases` (reports
as `tallybox report --format json` writes them). Writes a list of what could be worked out: for every figure that is
withheld, and every one that is small, the least and the greatest it can be, where these are closer than is declared.
Bounds come from mixed-integer programming (HiGHS: people are counted in whole numbers) over everything published of a
question at once: its table by department, its crossings, their totals, and the tables of the questions that they are by.

With `knows` (a department, and the exact counts of its people: `groups`, of the tables by department, and
`crossings`), the reader is that department's lead: its part of every figure is taken off, and what is looked at
is the rest. Of a question with several answers those who answered and did not give one are looked at too.

With `rounded` true, every figure that is shown stands for those that HESA's rounding makes of it, and each
is looked at, how many were asked too.
"""
import json
import sys

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix

NOT_ASKED = ("not_in_version", "not_relevant")
NO_ROW = ("rolled_up", "special_category", "class", "small_base", "complementary")
SMALL = 5
# Further values of a figure from which on no more is asked: what is declared, under `suppress` and where figures are
# rounded.
WIDE = {False: 5, True: 2}
# More than any count.
BOUNDLESS = 10**4


def name(code):
    if code is True:
        return "true"
    if code is False:
        return "false"
    return str(code)


class Program:
    """Variables with bounds and sums that are known."""

    def __init__(self, rounded):
        self.rounded = rounded
        self.low, self.high, self.equal, self.least = [], [], [], []

    def variable(self, low=0, high=None):
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def count(self, figure):
        """A variable for a figure: a number, or {"withheld": reason}."""
        if not isinstance(figure, int):
            return self.variable()
        if self.rounded:
            return self.variable(max(0, figure - 2), figure + 2)
        return self.variable(figure, figure)

    def sum(self, terms, total=0):
        self.equal.append((terms, total))

    def at_most(self, terms, total=0):
        self.least.append((terms, total))

    def matrix(self, rows):
        values, at, columns = [], [], []
        for row, (terms, _) in enumerate(rows):
            for variable, factor in terms:
                values.append(factor)
                at.append(row)
                columns.append(variable)
        shape = (len(rows), len(self.low))
        return coo_matrix((values, (at, columns)), shape=shape).tocsr() if rows else None

    def solve(self):
        self.a_eq, self.a_ub = self.matrix(self.equal), self.matrix(self.least)
        self.b_eq = [total for _, total in self.equal] or None
        self.b_ub = [total for _, total in self.least] or None

    def look(self):
        """Finds some of the ways in which all figures can be so: where these differ enough, nothing need be asked."""
        self.solve()
        self.least_seen = numpy.full(len(self.low), numpy.inf)
        self.most_seen = -self.least_seen
        self.rules = [LinearConstraint(self.a_eq, self.b_eq, self.b_eq)] if self.a_eq is not None else []
        if self.a_ub is not None:
            self.rules.append(LinearConstraint(self.a_ub, -numpy.inf, self.b_ub))
        self.bounds = Bounds(self.low, [BOUNDLESS if high is None else high for high in self.high])
        chance = numpy.random.default_rng(1)
        for _ in range(8):
            self.ask(chance.integers(-3, 4, len(self.low)))

    def ask(self, cost):
        found = milp(cost, integrality=numpy.ones(len(cost)), bounds=self.bounds, constraints=self.rules)
        if found.status != 0:
            raise SystemExit(f"the figures contradict each other: {found.message}")
        whole = numpy.rint(found.x)
        self.least_seen = numpy.minimum(self.least_seen, whole)
        self.most_seen = numpy.maximum(self.most_seen, whole)

    def interval(self, variable):
        """The least and the most that a figure can be; where they are as far apart as is declared, that they are."""
        for sign in (1, -1):
            if self.most_seen[variable] - self.least_seen[variable] < WIDE[self.rounded]:
                cost = numpy.zeros(len(self.low))
                cost[variable] = sign
                self.ask(cost)
        low, high = int(self.least_seen[variable]), int(self.most_seen[variable])
        return (low, high) if high - low < WIDE[self.rounded] else (0, BOUNDLESS)


class Row:
    """One group's counts of one question: codes, kinds of missing, who answered."""

    def __init__(self, program, row, several, people):
        self.raw, self.off, self.is_own = row, {}, False
        self.group = row.get("department", row.get("group", "*"))
        self.cells = {name(cell["code"]): program.count(cell.get("count", cell)) for cell in row["cells"]}
        self.shown = {name(cell["code"]): cell.get("count") for cell in row["cells"]}
        self.missing = {kind: program.count(figure) for kind, figure in row["missing"].items()}
        self.shown.update({kind: f if isinstance(f, int) else None for kind, f in row["missing"].items()})
        self.people = program.variable() if people is None else program.variable(people, people)
        answered = self.answered = program.variable()
        kinds = [(variable, 1) for variable in self.missing.values()]
        program.sum([(answered, 1), (self.people, -1)] + kinds)
        cells = [(variable, 1) for variable in self.cells.values()]
        self.silent = {}
        if several and not program.rounded:
            for key, variable in self.cells.items():
                silent = self.silent[key] = program.variable()
                program.sum([(silent, 1), (variable, 1), (answered, -1)])
        if several:
            for variable, _ in cells:
                program.at_most([(variable, 1), (answered, -1)])
            program.at_most([(variable, -1) for variable, _ in cells] + [(answered, 1)])
        else:
            program.sum(cells + [(answered, -1)])
        base = self.base = program.count(row["base"])
        self.shown["base"] = row["base"] if isinstance(row["base"], int) else None
        # A row of three to nine asked would not be shown.
        if program.few and self.group != "*" and row["base"] == 10 and (several or len(cells) > 1):
            program.low[base] = 10
        asked = [(self.missing[kind], 1) for kind in NOT_ASKED]
        program.sum(asked + [(base, 1), (self.people, -1)])

    def variables(self):
        return {**self.cells, **self.missing}

    def answered_shown(self):
        """How many answered, where the row shows all that it takes to say so."""
        kinds = [self.shown[kind] for kind in self.missing if kind not in NOT_ASKED] + [self.shown["base"]]
        return None if None in kinds else self.shown["base"] - sum(kinds[:-1])

    def facts(self):
        return {**self.variables(), **{"not " + key: variable for key, variable in self.silent.items()}}


def is_shown(row):
    base = row["base"]
    return isinstance(base, int) or base["withheld"] not in NO_ROW


def add_up(program, rows, total):
    for key, variable in total.variables().items():
        program.sum([(row.variables()[key], 1) for row in rows] + [(variable, -1)])
    program.sum([(row.people, 1) for row in rows] + [(total.people, -1)])


class Question:
    """The table by department of one question, with its total."""

    def __init__(self, program, table, several, roster):
        shown = [row for row in table["rows"] if is_shown(row)]
        self.table, self.rows = table, []
        for row in shown:
            people = sum(roster.get(code, 0) for code in row.get("holds", [row["department"]]))
            self.rows.append(Row(program, row, several, people))
        if "everyone" in table:
            self.total = Row(program, table["everyone"], several, None)
            add_up(program, self.rows, self.total)
        else:
            self.total = self.rows[0] if len(self.rows) == 1 else None


    def of(self, program, counted):
        """What the people of another question's row gave to this one: anything where it shows nothing of them."""
        for row in self.rows:
            if row.group == counted.group:
                return row.cells, list(row.missing.values())
        cells, missing = {key: program.variable() for key in self.total.cells}, [program.variable()]
        program.sum([(one, 1) for one in [*cells.values(), *missing]] + [(counted.people, -1)])
        return cells, missing


class Crossing:
    """The same people by the codes of another question."""

    def __init__(self, program, table, several, question, other):
        shown = [row for row in table["rows"] if is_shown(row)]
        self.table, self.rows = table, [Row(program, row, several, None) for row in shown]
        self.total = None
        if "everyone" in table:
            self.total = Row(program, table["everyone"], several, None)
            add_up(program, self.rows, self.total)
        elif len(self.rows) == 1:
            self.total = self.rows[0]
        if self.total and question.total:
            for key, variable in self.total.variables().items():
                program.sum([(variable, 1), (question.total.variables()[key], -1)])
        if other and other.total:
            members = [other.of(program, row) for row in question.rows]
            for row, raw in zip(self.rows, shown):
                groups = raw.get("holds") or [raw["group"]]
                self.size(program, row, groups, members)

    @staticmethod
    def size(program, row, groups, members):
        terms = [(row.people, -1)]
        for cells, missing in members:
            for group in groups:
                if group:
                    terms.append((cells[group], 1))
                else:
                    terms.extend((variable, 1) for variable in missing)
        program.sum(terms)


def own_answer(program, known, own, tables):
    """One answer of every cell that the reader is in is their own."""
    for table in tables:
        mine = own["answers"].get(table.table["id"], [])
        by = own["answers"].get(table.table["by"], [None])[0]
        for row in table.rows + ([table.total] if table.total else []):
            raw = next((r for r in table.table["rows"] if r.get("department", r.get("group")) == row.group), {})
            groups = raw.get("holds") or [row.group]
            if row.group == "*" or own["department"] in groups or (by is not None and by in groups):
                for code in mine:
                    if code in row.cells:
                        variable = row.cells[code]
                        program.low[variable] = max(program.low[variable], 1)


def known_part(known, table, row):
    """What the reader's own department adds to a row's figures, and whether it is the row."""
    if table["by"] == "department":
        own = known["department"] in (row.raw.get("holds") or [row.group]) or row.group == "*"
        groups = [known["groups"][table["id"]]] if own else []
        return groups, row.group == known["department"]
    groups = known["crossings"].get(table["by"], {}).get(table["id"], {})
    wanted = groups if row.group == "*" else (row.raw.get("holds") or [row.group])
    return [groups[group] for group in wanted if group in groups], False


def take_off(program, known, table, row):
    parts, is_own = known_part(known, table, row)
    row.off = {}
    for key, variable in row.facts().items():
        off = row.off[key] = sum(part.get(key, 0) for part in parts)
        program.low[variable] = max(program.low[variable], off)
        if is_own:
            program.low[variable] = program.high[variable] = off
    row.is_own = is_own


def attack(world, release):
    tables = release["tables"]
    several = set(world["several"])
    by_department = {table["id"]: table for table in tables if table["by"] == "department"}
    found = []
    for id, table in by_department.items():
        if not table["rows"] or id == world.get("department"):
            continue
        program = Program(world.get("rounded", False))
        program.few = release.get("profile") == "hesa"
        question = Question(program, table, id in several, world["roster"])
        others, parts = {}, [question]
        for crossing in (one for one in tables if one["id"] == id and one["by"] != "department"):
            by = crossing["by"]
            if by not in others and by in by_department:
                others[by] = Question(program, by_department[by], by in several, world["roster"])
            parts.append(Crossing(program, crossing, id in several, question, others.get(by)))
        if world.get("knows"):
            for part in parts + list(others.values()):
                for row in part.rows + ([part.total] if part.total and part.total not in part.rows else []):
                    take_off(program, world["knows"], part.table, row)
        if world.get("own"):
            own_answer(program, world, world["own"], parts + list(others.values()))
        program.look()
        for part in parts:
            totals = [part.total] if part.total and part.total not in part.rows else []
            for row in part.rows + totals:
                facts = row.variables() if world.get("rounded") else row.facts()
                if world.get("rounded"):
                    facts["base"] = row.base
                if row.is_own:
                    continue
                for key, variable in facts.items():
                    off = row.off.get(key, 0)
                    shown = row.shown.get(key)
                    if key.startswith("not "):
                        # What is worked out is a figure: it matters where it may be a few people. Where it is known
                        # how many answered, it is as wide as the code that they did not give.
                        answered, given = row.answered_shown(), row.shown.get(key[4:])
                        if answered is not None and given is None:
                            continue
                        if answered is not None:
                            low = high = answered - given
                        else:
                            low, high = program.interval(variable)
                        if high == off or low - off >= SMALL:
                            continue
                    elif shown is None or world.get("rounded"):
                        low, high = program.interval(variable)
                    elif 0 < shown - off < SMALL:
                        low, high = shown, shown
                    else:
                        continue
                    found.append({"table": id, "by": part.table["by"], "group": row.group,
                                  "cell": key, "low": low, "high": high,
                                  "shown": shown is not None})
    return found


def figures(row):
    for cell in row["cells"]:
        yield name(cell["code"]), cell.get("count")
    for kind, figure in row["missing"].items():
        yield kind, figure if isinstance(figure, int) else None


def differences(world):
    """What every two releases tell about the few who came, changed or left between them: for each row
    of the same departments, how many people that is at most, and each figure's change."""
    found = []
    releases = list(zip(world["rosters"], world["releases"]))
    for at, (roster, old) in enumerate(releases):
        for later, new in releases[at + 1:]:
            rows = {(t["id"], t["by"], r["department"], tuple(r.get("holds", []))): r
                    for t in old["tables"] if t["by"] == "department" for r in t["rows"] if is_shown(r)}
            for table in (t for t in new["tables"] if t["by"] == "department"):
                for row in (r for r in table["rows"] if is_shown(r)):
                    holds = tuple(row.get("holds", []))
                    before = rows.get((table["id"], table["by"], row["department"], holds))
                    if before is None:
                        continue
                    codes = holds or (row["department"],)
                    people = sum(abs(later.get(code, 0) - roster.get(code, 0)) for code in codes)
                    changes = dict(figures(before))
                    for key, shown in figures(row):
                        known = changes.get(key)
                        if shown is not None and known is not None and shown != known:
                            found.append({"table": table["id"], "by": table["by"], "group": row["department"],
                                          "cell": key, "low": abs(shown - known), "high": people,
                                          "shown": True})
    return found


def main():
    world = json.load(sys.stdin)
    if "rosters" in world:
        json.dump([differences(world)], sys.stdout)
        return
    json.dump([attack(world, release) for release in world["releases"]], sys.stdout)


if __name__ == "__main__":
    main()
