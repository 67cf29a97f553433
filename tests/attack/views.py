"""An attacker on everything that leaves of a wave: the tables of `report` and every view, of everybody and of each
department, read together. Views put codes together in other ways than tables do (age bands, codes of HESA, who agrees,
who is technical by a definition) and set sums of full-time equivalents beside counts: each is one more sum that holds.

Reads {"roster": people by department, "profile", "release": the report of all tables, "views": [reports of views],
"technical": the file of definitions, "gated": questions that the form does not ask
everybody, "several": questions that take several answers} from standard input, all of it as files hold it. Writes a list
of figures that stand for fewer numbers than the profile declares: three under `hesa`, a range of five under `suppress`.
"""
import json
import math
import sys
import tomllib

from attacker import NO_ROW, SMALL, WIDE, Program, Question, name

# What views count as one, by the sheet that shows it: question, and for each word its codes. `None` is the codes themselves.
AGREE = {"agree": ["4", "5"], "neither": ["3"], "disagree": ["1", "2"]}
INTENTIONS = {"stay": ["same", "deeper"], "specialise": ["specialist"], "manage": ["manager"], "teach": ["teaching"],
              "research": ["research"], "leave": ["service", "industry", "not_working"]}
BANDS = {"to_35": ["to_25", "26_35"], "36_55": ["36_45", "46_55"], "from_56": ["56_65", "from_66"]}
HELD = {"registered": ["rscitech", "rsci", "csci", "csciteach", "engtech", "ieng", "ceng", "icttech", "ist_rp", "hcpc"],
        "fellow": ["afhea", "fhea", "sfhea", "pfhea"],
        "member": ["ist_member", "bcs", "iat", "ibms", "ahcs", "abtt", "cilip", "icon", "iosh", "nebosh", "rse", "iop",
                   "other"],
        "none": ["none"]}
TERMS = {"terms_1": ["permanent"], "terms_2": ["fixed"], "terms_3": ["casual"], "terms_none": ["other"]}
MODE = {"mode_1": ["full"], "mode_3": ["part", "share"], "mode_2_4": ["term"]}
LEVELS = {"hq_01": ["rqf8"], "hq_02_09": ["rqf7"], "hq_11_19": ["rqf6"], "hq_21_29": ["rqf5"], "hq_29": ["rqf4"],
          "hq_31": ["rqf3"], "hq_32": ["rqf2", "rqf1"], "hq_97": ["entry", "overseas"], "hq_98": ["none"]}
LIKELY = {"technician": ["rqf3", "rqf4"], "registered": ["rqf5", "rqf6"], "chartered": ["rqf7", "rqf8"],
          "below": ["rqf2", "rqf1", "entry", "overseas", "none"]}
SHEETS = {
    ("entry", "bands"): ("k_age", BANDS), ("entry", "hosts"): ("h_htq", None),
    ("department", "age"): ("k_age", None), ("department", "contract"): ("b_terms", None),
    ("department", "ladder"): ("b_ladder", None), ("department", "track"): ("b_track", None),
    ("career", "intentions"): ("i_next", INTENTIONS), ("career", "horizon"): ("i_horizon", None),
    ("registration", "held"): ("g_reg", HELD), ("registration", "registers"): ("g_reg", None),
    ("registration", "wanted"): ("g_reg_want", None), ("registration", "obstacles"): ("g_reg_bar", None),
    ("staff", "occupations"): ("b_soc", None), ("staff", "terms"): ("b_terms", TERMS), ("staff", "mode"): ("b_mode", MODE),
    ("staff", "qualification"): ("g_high", LEVELS), ("staff", "age"): ("k_age", None),
}
BY_DEPARTMENT = {"terms_by_department": ("b_terms", TERMS), "mode_by_department": ("b_mode", MODE),
                 "qualification_by_department": ("g_high", LEVELS), "age_by_department": ("k_age", None)}
INDICATORS = {"registered": ("g_reg", HELD["registered"]), "fellow": ("g_reg", HELD["fellow"]),
              "wants_registration": ("g_reg_want", ["working", "help"]), "new_courses": ("h_htq", ["ready", "not_ready"]),
              "permanent": ("b_terms", ["permanent"]), "full_time": ("b_mode", ["full"]),
              "degree": ("g_high", ["rqf6", "rqf7", "rqf8"]), "from_56": ("k_age", ["56_65", "from_66"])}
CROSSED = {("career", "by_step"): ("b_ladder", "i_next", "step", INTENTIONS),
           ("registration", "likely"): ("g_reg_want", "g_high", "wanted", LIKELY)}


# Codes that no file lists, of a question of which only those are listed that show a count.
UNLISTED = "(others)"


class Told:
    """What a view says: of a group (`*` is everybody), of some codes of a question, a figure, and what is beside it."""

    def __init__(self, question, group, word, codes, figure, percent=None, equivalents=None):
        self.question, self.group, self.word, self.codes, self.figure = question, group, word, codes, figure
        self.percent, self.equivalents = percent, equivalents


def codes_of(classes, word):
    return [word] if classes is None else classes.get(word)


def of_view(view, technical, known_codes):
    group, all = view["department"] or "*", []
    group = group["code"] if isinstance(group, dict) else group
    for block in view["blocks"]:
        key = (view["view"], block.get("id"))
        rows = block.get("rows") or block.get("bars") or []
        for row in rows:
            if key in SHEETS:
                question, classes = SHEETS[key]
                word = row.get("answer") or row.get("label") or row.get("soc")
                codes = codes_of(classes, word)
                if codes and word != "asked" and word not in KINDS:
                    figure = row.get("people", row.get("headcount"))
                    all.append(Told(question, group, word, codes, figure, row.get("percent"), row.get("fte")))
            elif view["view"] == "staff" and block.get("id") in BY_DEPARTMENT:
                question, classes = BY_DEPARTMENT[block["id"]]
                for word in (word for word in row if word not in ("department", "asked")):
                    of = "*" if row["department"] == "everyone" else row["department"]
                    all.append(Told(question, of, word, codes_of(classes, word), row[word]))
            elif key == ("career", "agreement"):
                for word in AGREE:
                    percent = row.get("agree_percent") if word == "agree" else None
                    all.append(Told(row["statement"], group, word, AGREE[word], row[word], percent))
            elif key == ("commitment", "evidence") or key == ("comparison", "comparison"):
                question, codes = INDICATORS.get(row["indicator"], (row["indicator"], ["4", "5"]))
                shares = [(group, row.get("percent", row.get("department"))), ("*", row.get("university"))]
                all += [Told(question, of, row["indicator"], codes, row.get("people"), percent)
                        for of, percent in shares if percent is not None]
            elif key == ("staff", "definitions"):
                all += of_definition(row, group, technical, known_codes)
    return all


KINDS = {"not_in_version", "not_relevant", "not_reached", "blank", "dont_know", "prefer_not", "withheld", "unreadable"}


def of_definition(row, group, technical, known_codes):
    """Who is counted gave a code of its rules: of one question these are codes of its table."""
    rules = technical.get(row["definition"], [])
    questions = {rule["question"] for rule in rules}
    if len(questions) != 1:
        return []
    question = questions.pop()
    codes = [code for code in known_codes.get(question, [])
             if any(code in rule.get("codes", []) or code.startswith(tuple(rule.get("starting", []))) for rule in rules)]
    return [Told(question, group, row["definition"], codes, row["counted"]),
            Told(question, group, "not " + row["definition"], codes, row["not_counted"])]


def find(question, group):
    if group == "*":
        return question.total
    return next((row for row in question.rows if row.group == group or group in row.raw.get("holds", [])), None)


def add(program, question, told, several):
    """A class is the sum of its codes; of several answers a person it is that or less, and each of them or more."""
    row = find(question, told.group)
    if row is None or (isinstance(told.figure, dict) and told.figure["withheld"] in NO_ROW):
        return None
    parts = [row.cells[code] for code in told.codes if code in row.cells]
    if not parts and UNLISTED not in row.cells:
        # Codes of another edition of the survey.
        return None
    variable = program.count(told.figure if told.figure is not None else {"withheld": ""})
    unlisted = [(row.cells[UNLISTED], 1)] if UNLISTED in row.cells else []
    if told.word.startswith("not "):
        # Who answered and gave none of the codes.
        program.at_most([(row.answered, 1), (variable, -1)] + [(part, -1) for part in parts]
                        + [(one, -1) for one, _ in unlisted])
        for part in parts:
            program.at_most([(variable, 1), (part, 1), (row.answered, -1)])
    elif several and len(told.codes) > 1:
        program.at_most([(variable, 1)] + [(part, -1) for part in parts])
        for part in parts:
            program.at_most([(part, 1), (variable, -1)])
        program.at_most([(variable, 1), (row.answered, -1)])
    else:
        rest = program.variable(0, None if unlisted else 0)
        program.at_most([(rest, 1)] + [(one, -1) for one, _ in unlisted])
        program.sum([(part, 1) for part in parts] + [(rest, 1), (variable, -1)])
    if isinstance(told.equivalents, str):
        # Nobody is more than one full-time equivalent; a sum that is shown is rounded to five, but where figures are exact.
        least = float(told.equivalents) - (2.5 if program.rounded else 0)
        program.low[variable] = max(program.low[variable], math.ceil(least - 1e-9))
    if isinstance(told.percent, str) and not program.rounded:
        share = float(told.percent) / 100
        program.at_most([(variable, 1), (row.answered, -(share + 0.005))])
        program.at_most([(variable, -1), (row.answered, share - 0.005)])
    return variable


def cross(program, question, view, several, tables):
    """A sheet of one question's classes by the codes of another: lines add up to what the department gave."""
    found = []
    group = view["department"] or "*"
    total = find(question, group["code"] if isinstance(group, dict) else group)
    for block in view["blocks"]:
        by, id, key, classes = CROSSED.get((view["view"], block.get("id")), (None,) * 4)
        if id != question.table["id"] or total is None:
            continue
        rows = [row for row in block["rows"] if row[key] != "everyone"]
        rows = [row for row in rows if isinstance(row["asked"], int) or row["asked"]["withheld"] not in NO_ROW]
        hidden = [row for row in block["rows"] if row not in rows and row[key] != "everyone"]
        # Of another edition of the survey some classes have no codes.
        classes = {word: codes for word, codes in classes.items() if any(code in total.cells for code in codes)}
        is_whole = not hidden or any(row[key] == "together" for row in rows)
        sums = {word: [] for word in classes}
        sizes = by_code(tables[by], total.group)
        for row in rows:
            base = program.count(row["asked"])
            size = sizes.get(row[key])
            if size is not None and question.table["id"] != by:
                program.low[base] = max(program.low[base], size - 2 if program.rounded else size)
                if program.high[base] is not None:
                    program.high[base] = min(program.high[base], size + 2 if program.rounded else size)
            cells = {word: program.count(row[word]) for word in classes}
            program.at_most([(variable, 1) for variable in cells.values()] + [(base, -1)])
            for word, variable in cells.items():
                sums[word].append(variable)
                figure = row[word] if isinstance(row[word], int) else None
                found.append((Told(id, f"{total.group}/{row[key]}", word, classes[word], figure), variable))
        for word, variables in sums.items():
            parts = [(total.cells[code], -1) for code in classes[word] if code in total.cells]
            lines = [(variable, 1) for variable in variables]
            program.at_most(lines + parts)
            if is_whole:
                program.sum(lines + parts)
    return found


def by_code(table, group):
    rows = table["rows"] + ([table["everyone"]] if "everyone" in table else [])
    row = next((row for row in rows if row.get("department", "*") == group), rows[0] if len(rows) == 1 else None)
    return {} if row is None else {name(cell["code"]): cell.get("count") for cell in row["cells"]}


def with_unlisted(table):
    table = json.loads(json.dumps(table))
    for row in table["rows"] + ([table["everyone"]] if "everyone" in table else []):
        row["cells"].append({"code": UNLISTED, "withheld": "not listed"})
    return table


def looked_at(world, question, extra):
    """Every figure that must stand for enough numbers."""
    is_gated = question.table["id"] in world["gated"]
    rows = question.rows + ([question.total] if question.total and question.total not in question.rows else [])
    for row in rows:
        for key, variable in row.variables().items():
            if key in ("not_in_version", UNLISTED) or (key == "not_relevant" and not is_gated):
                continue
            yield (row.group, key, ""), variable, row.shown.get(key)
    for told, variable in extra:
        # A share of which no count is shown counts only where it is rounded: else its codes are looked at.
        if variable is not None and (told.figure is not None or world["profile"] == "hesa"):
            figure = told.figure if isinstance(told.figure, int) else None
            yield (told.group, told.word, " ".join(told.codes)), variable, figure


def attack(world):
    tables = {table["id"]: table for table in world["release"]["tables"] if table["by"] == "department"}
    world["tables"] = tables
    known_codes = {id: sorted({name(cell["code"]) for row in table["rows"] for cell in row["cells"]})
                   for id, table in tables.items()}
    technical = {one["id"]: one["rule"] for one in tomllib.loads(world["technical"])["definition"]}
    told = [one for view in world["views"] for one in of_view(view, technical, known_codes)]
    asked, found = sorted({one.question for one in told if one.question in tables}), []
    counted = 0
    for id in asked:
        own = [one for one in told if one.question == id]
        known = read(world, tables[id], own)
        if known is None:
            continue
        close = {place: span for place, span in known.items() if span}
        counted += len(known)
        # What the tables tell without any view is another attacker's.
        alone = read(world, tables[id], [], set(close)) if close else {}
        for (group, cell, codes), span in close.items():
            if not alone.get((group, cell, codes)):
                found.append({"question": id, "group": group, "cell": cell, "low": span[0], "high": span[1]})
    return {"found": found, "counted": counted, "told": len(told)}


def read(world, table, told, only=None):
    """For every figure, or some, of a question: what it can be where that is too little, else nothing."""
    rounded, several = world["profile"] == "hesa", table["id"] in world["several"]
    program = Program(rounded)
    program.few = rounded
    table = with_unlisted(table) if table["id"] in world["open"] else table
    question = Question(program, table, several, world["roster"])
    if not question.rows:
        return None
    extra = [(one, add(program, question, one, several)) for one in told]
    for view in world["views"] if told else []:
        extra += cross(program, question, view, several, world["tables"])
    program.look()
    found = {}
    for place, variable, shown in looked_at(world, question, extra):
        if place not in found and (only is None or place in only):
            found[place] = narrow(program, variable, shown, bool(place[2]))
    return found


def narrow(program, variable, shown, is_class):
    """What a figure can be, where that is too little."""
    if not program.rounded and shown is not None:
        return (shown, shown) if 0 < shown < SMALL else None
    low, high = program.interval(variable)
    if high - low >= WIDE[program.rounded]:
        return None
    # What several withheld codes are together is known anyhow: it matters where it may be a few people.
    return (low, high) if program.rounded or not is_class or (low < SMALL and high > 0) else None


def main():
    json.dump(attack(json.load(sys.stdin)), sys.stdout)


if __name__ == "__main__":
    main()
