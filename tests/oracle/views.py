"""Cover, horizon, training priority and skills by family of one department, worked out anew from the
opened JSON of the lead's parts, after domain.md sections 6.2 and 7.3 alone.

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


def ratings(survey, part):
    """Level by skill; what is unrated is 0 in a family that was closed, and nothing elsewhere."""
    answer = part["answers"]["e_rate"]
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


def practised(part, skill):
    """Used within 24 months, or not asked when."""
    answer = part["answers"]["e_last"]
    if missing(answer):
        return answer["missing"] in ("not_relevant", "not_in_version")
    cell = answer.get(skill, {"missing": "not_relevant"})
    return cell["missing"] in ("not_relevant", "not_in_version") if missing(cell) else cell in ("year", "two")


def years_on(day, years):
    return day.replace(year=day.year + years)


def main(questionnaire, folder, demand, day):
    survey, folder = Survey(Path(questionnaire)), Path(folder)
    demand, day = tomllib.loads(Path(demand).read_text()), datetime.date.fromisoformat(day)
    everyone = [json.loads((folder / f"{leaf}.lead.json").read_text()) for leaf in counting(folder)]
    people = [part for part in everyone if part["answers"]["b_dept"] == demand["department"]]
    level = [ratings(survey, part) for part in people]
    wishes = []
    for at, part in enumerate(people):
        entries = part["answers"]["h_want"]
        wishes += [] if missing(entries) else [(at, entry) for entry in entries]

    def holders(skill, least):
        return [at for at, part in enumerate(people) if level[at].get(skill, 0) >= least and practised(part, skill)]

    def ends(at, years):
        end = people[at]["answers"]["b_end"]
        return not missing(end) and datetime.date.fromisoformat(end + "-01") <= years_on(day, years)

    def loss(who, years):
        return sum((Decimal(1) if ends(at, years) else BASE_RATE * years for at in who), Decimal(0))

    cover, horizon, needs = {}, {}, {}
    for need in demand["need"]:
        skill, least = need["skill"], need.get("level", 3)
        needs[skill] = (need["criticality"], least)
        have, now, later = holders(skill, least), need["need_now"], need.get("need_3y", need["need_now"])
        wanted = {at for at, entry in wishes if entry["skill"] == skill}
        pipeline = sum(1 for at in wanted if level[at].get(skill) in (1, 2))
        ahead = len(have) - loss(have, 3) + Decimal(pipeline) / 2
        gaps = 2 * max(0, now - len(have)) + max(Decimal(0), later - ahead)
        by = need.get("by")
        soon = by <= years_on(day, 1) if by else now > 0
        urgency = Decimal("1") if soon else Decimal("0.7") if not by or by <= years_on(day, 3) else Decimal("0.4")
        state = "sound"
        if len(have) == 2 or len(have) < now:
            state = "thin"
        if len(have) == 1:
            state = "single"
        if not have and now > 0:
            state = "uncovered"
        cover[skill] = {
            "need": now,
            "holders": len(have),
            "trainers": len(holders(skill, 4)),
            "pipeline": pipeline,
            "state": state,
            "criticality": need["criticality"],
            "priority": text(need["criticality"] * gaps * urgency),
        }
        horizon[skill] = {f"in_{years}": text(len(have) - loss(have, years)) for years in (1, 3, 5)}
        horizon[skill] |= {"now": len(have), "contracts": sum(ends(at, 5) for at in have)}

    heat = defaultdict(lambda: [0] * 5)
    for skill, family in survey.rows(survey.questions["e_rate"]).items():
        heat[family]
        for own in level:
            if skill in own:
                heat[family][own[skill]] += 1

    listed = []
    for at, entry in wishes:
        skill, wanted = entry["skill"], entry["level_wanted"]
        if not isinstance(skill, str):
            continue
        # Their rating where they gave one, else what the wish says.
        then = level[at].get(skill, entry["level_now"])
        criticality, least = needs.get(skill, (None, 3))
        have = len(holders(skill, least))
        factor = 2 if have <= 1 else 1
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
