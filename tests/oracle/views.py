"""Cover, horizon, training priority and skills by family of one department, worked out anew from the
opened JSON of the lead's parts, after docs/rules.md §2 alone.

usage: views.py QUESTIONNAIRE.toml FOLDER DEMAND.toml DAY

Prints {"cover": {SKILL: {…}}, "horizon": {SKILL: {…}}, "heat": {FAMILY: [5 counts]}, "wishes": [[skill,
criticality, levels, holders, factor, {BAND: priority}]]}; decimals as texts without zeros at the end.
"""

import datetime
import json
import sys
import tomllib
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from tables import Survey, counting

BASE_RATE = Decimal("0.07")


def text(number):
    return format(number.normalize(), "f")


def missing(answer):
    return isinstance(answer, dict) and set(answer) == {"missing"}


def reported(state):
    """How a state reads where more people answered than the staff list has: what nobody said may be there."""
    return "none_reported" if state in ("uncovered", "single") else state


def entries(answers, repeat):
    answer = answers[repeat]
    return [] if missing(answer) else answer


def ratings(survey, answers):
    """Level by skill; what is unrated is 0 in a family that was closed, and nothing elsewhere."""
    answer = answers["e_rate"]
    if missing(answer):
        return {}
    family = survey.rows(survey.questions["e_rate"])
    levels = {}
    for skill, cell in answer["rows"].items():
        if not missing(cell):
            levels[skill] = cell
        elif cell["missing"] in ("blank", "not_reached") and family[skill] in answer["closed"]:
            levels[skill] = 0
    return levels


def practised(answers, skill):
    """Used within 24 months, or not asked when."""
    answer = answers["e_last"]
    if missing(answer):
        return answer["missing"] in ("not_relevant", "not_in_version")
    cell = answer.get(skill, {"missing": "not_relevant"})
    return cell["missing"] in ("not_relevant", "not_in_version") if missing(cell) else cell in ("year", "two")


def years_on(day, years):
    return day.replace(year=day.year + years)


class Department:
    """One department's people, and what its demand file says that it needs."""

    def __init__(self, survey, folder, demand, day):
        self.day = day
        self.needs = demand["need"]
        everyone = [json.loads((folder / f"{leaf}.lead.json").read_text()) for leaf in counting(folder)]
        self.people = [part["answers"] for part in everyone if part["answers"]["b_dept"] == demand["department"]]
        self.level = [ratings(survey, answers) for answers in self.people]
        self.wishes = [(at, entry) for at, answers in enumerate(self.people) for entry in entries(answers, "h_want")]

    def holds(self, at, skill, least):
        return self.level[at].get(skill, 0) >= least and practised(self.people[at], skill)

    def holders(self, skill, least):
        return [at for at in range(len(self.people)) if self.holds(at, skill, least)]

    def ends(self, at, years):
        end = self.people[at]["b_end"]
        return not missing(end) and datetime.date.fromisoformat(end + "-01") <= years_on(self.day, years)

    def loss(self, who, years):
        return sum((Decimal(1) if self.ends(at, years) else BASE_RATE * years for at in who), Decimal(0))

    def standing(self, need):
        """How one need is met: every part of docs/rules.md §2.5's formulas."""
        skill, now, later = need["skill"], need["need_now"], need.get("need_3y", need["need_now"])
        have = self.holders(skill, need.get("level", 3))
        wanted = {at for at, entry in self.wishes if entry["skill"] == skill}
        pipeline = sum(1 for at in wanted if self.level[at].get(skill) in (1, 2))
        loss = self.loss(have, 3)
        ahead = len(have) - loss + Decimal(pipeline) / 2
        gap_now, gap_later = max(0, now - len(have)), max(Decimal(0), later - ahead)
        by = need.get("by")
        soon = by <= years_on(self.day, 1) if by else now > 0
        urgency = Decimal("1") if soon else Decimal("0.7") if not by or by <= years_on(self.day, 3) else Decimal("0.4")
        state = "sound"
        if len(have) == 2 or len(have) < now:
            state = "thin"
        if len(have) == 1:
            state = "single"
        if not have and now > 0:
            state = "uncovered"
        return {
            "have": have, "pipeline": pipeline, "state": state, "loss": loss, "ahead": ahead, "gap_now": gap_now,
            "gap_later": gap_later, "urgency": urgency, "later": later,
            "score": need["criticality"] * (2 * gap_now + gap_later) * urgency,
        }


def main(questionnaire, folder, demand, day):
    survey, folder = Survey(Path(questionnaire)), Path(folder)
    demand, day = tomllib.loads(Path(demand).read_text()), datetime.date.fromisoformat(day)
    own = Department(survey, folder, demand, day)
    people, level, holders = own.people, own.level, own.holders

    cover, horizon, needs = {}, {}, {}
    for need in own.needs:
        skill = need["skill"]
        needs[skill] = (need["criticality"], need.get("level", 3), need["need_now"])
        found = own.standing(need)
        have = found["have"]
        cover[skill] = {
            "need": need["need_now"],
            "holders": len(have),
            "lapsed": sum(1 for own in level if own.get(skill, 0) >= need.get("level", 3)) - len(have),
            "trainers": len(holders(skill, 4)),
            "pipeline": found["pipeline"],
            "state": reported(found["state"]),
            "criticality": need["criticality"],
            "priority": text(found["score"]),
        }
        horizon[skill] = {f"in_{years}": text(len(have) - own.loss(have, years)) for years in (1, 3, 5)}
        horizon[skill] |= {"now": len(have), "contracts": sum(own.ends(at, 5) for at in have)}

    heat = defaultdict(lambda: [0] * 5)
    for skill, family in survey.rows(survey.questions["e_rate"]).items():
        heat[family]
        for rated in level:
            if skill in rated:
                heat[family][rated[skill]] += 1

    listed = []
    for at, entry in own.wishes:
        skill, wanted = entry["skill"], entry["level_wanted"]
        if not isinstance(skill, str):
            continue
        # Their rating where they gave one, else what the wish says.
        then = level[at].get(skill, entry["level_now"])
        criticality, least, needed = needs.get(skill, (None, 3, 1))
        have = len(holders(skill, least))
        # Uncovered where somebody is needed; a skill that the demand does not name is needed by one.
        factor = 2 if have == 1 or have == 0 and needed > 0 else 1
        levels = None if missing(then) or missing(wanted) else max(0, wanted - then)
        if levels == 0:
            continue
        scores = {}
        for band in (1, 2, 3):
            if levels is not None:
                score = Decimal((criticality or 1) * levels * factor) / band
                scores[str(band)] = text(score.quantize(Decimal("0.1"), ROUND_HALF_UP))
        listed.append([skill, criticality, levels, have, factor, scores])
    print(json.dumps({"cover": cover, "horizon": horizon, "heat": heat, "wishes": listed}))


if __name__ == "__main__":
    main(*sys.argv[1:])
