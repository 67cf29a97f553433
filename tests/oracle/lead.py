"""The operational views of one department that `views.py` leaves, worked out anew from the opened JSON of
the lead's parts, after docs/rules.md §2 and §3 alone.

usage: lead.py QUESTIONNAIRE.toml FOLDER DEMAND.toml DAY

Prints {VIEW: {BLOCK: …}}: of facts {ID: value}, of a table or bars its rows in any order, each {COLUMN: value}
with the columns that are figures ("BLOCK.ID" is a fact behind the row), of a grid its cells. A block that is a
string is nobody's answers, and the string says what it is.
"""

import datetime
import json
import sys
import tomllib
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

from tables import Survey
from views import Department, entries, missing, reported, text

TEACHING = {"afhea", "fhea", "sfhea", "pfhea", "csciteach"}


def code(answer):
    """The code of one answer; none where it is missing."""
    if missing(answer):
        return None
    return answer["code"] if isinstance(answer, dict) else str(answer)


def codes(answer):
    return [] if missing(answer) else [code(one) for one in answer]


def of(part, whole):
    return {"count": part, "of": whole}


class Lead:
    def __init__(self, questionnaire, folder, demand, day):
        self.survey = Survey(Path(questionnaire))
        self.surveys = Path(questionnaire).parent
        self.own = Department(self.survey, folder, demand, day)
        self.people = self.own.people
        self.everyone = range(len(self.people))
        self.all_routes = tomllib.loads((self.surveys / "routes.toml").read_text())["route"]
        self.family = self.survey.rows(self.survey.questions["e_rate"])

    def answered(self, id):
        return sum(1 for answers in self.people if not missing(answers[id]))

    def choices(self, repeat, field):
        """The codes of a repeat's question in the questionnaire's order."""
        fields = {one["id"]: one for one in self.survey.questions[repeat]["question"]}
        listed = self.survey.lists.get(fields[field].get("list"), [])
        return [one["code"] for one in listed + fields[field].get("choices", [])]

    def last(self, at, skill):
        """When somebody last used a skill in earnest."""
        answer = self.people[at]["e_last"]
        return None if missing(answer) else code(answer.get(skill, {"missing": "not_relevant"}))

    def rated(self, at, skill, nothing=None):
        level = self.own.level[at].get(skill, nothing)
        return None if level is None else str(level)

    def holder(self, at, skill):
        """A row of a skill's people."""
        row = {"level": self.rated(at, skill), "last_used": self.last(at, skill)}
        if any("e_evid" in answers for answers in self.people):
            given = self.people[at]["e_evid"]
            given = [] if missing(given) else codes(given.get(skill, {"missing": "not_relevant"}))
            row["evidence"] = given or "self_rated"
        return row

    def skills_of(self, id):
        """Who named each skill in a question whose codes are skills."""
        named = defaultdict(list)
        for at in self.everyone:
            for skill in codes(self.people[at][id]):
                named[skill].append(at)
        return named

    # Risk, demand and the sheet on one page.

    def said(self):
        """By skill, what entries about services say."""
        said = defaultdict(lambda: {"doc": set(), "learn": set()})
        for answers in self.people:
            for entry in entries(answers, "d_service"):
                skill = code(entry["skill"])
                if skill is not None:
                    said[skill]["doc"].add(code(entry["doc"]))
                    said[skill]["learn"].add(code(entry["learn"]))
        return said

    def risks(self):
        said, rows = self.said(), []
        for need in self.own.needs:
            found = self.own.standing(need)
            staying = sum(1 for at in found["have"] if not self.own.ends(at, 2))
            falls = len(found["have"]) > 1 and staying < 2
            cover = {"uncovered": 5, "single": 3 if found["pipeline"] else 4}.get(found["state"])
            if cover is None:
                cover = 3 if falls else 2 if found["state"] == "thin" else 1
            documents = said[need["skill"]]["doc"] - {None}
            undocumented = int(documents == {"none"})
            long = int("year" in said[need["skill"]]["learn"])
            exposure = min(5, cover + undocumented + long)
            risk = need["criticality"] * exposure
            rating = "red" if risk >= 15 else "amber" if risk >= 8 else "green"
            rows.append((-risk, -found["score"], {
                "skill": need["skill"], "state": reported(found["state"]), "impact": need["criticality"],
                "exposure": exposure, "risk": risk, "rating": rating, "parts.level": need["level"], "parts.holders": len(found["have"]),
                "parts.pipeline": found["pipeline"], "parts.cover": cover, "parts.undocumented": undocumented,
                "parts.training": long, "parts.capped": "yes" if exposure < cover + undocumented + long else None,
            }))
        rows.sort(key=lambda row: (row[0], row[1], row[2]["skill"]))
        return [row for _, _, row in rows]

    def risk(self):
        rows = self.risks()
        cells = Counter((row["impact"], row["exposure"]) for row in rows)
        grid = [[cells[impact, exposure] for exposure in range(1, 6)] for impact in range(5, 0, -1)]
        return {"grid": grid, "risks": rows}

    def gaps(self):
        rows = []
        for need in self.own.needs:
            found = self.own.standing(need)
            rows.append((-found["score"], {
                "skill": need["skill"], "need_now": need["need_now"], "holders": len(found["have"]),
                "gap_now": found["gap_now"], "need_3y": found["later"], "supply_3y": text(found["ahead"]),
                "gap_3y": text(found["gap_later"]), "priority": text(found["score"]),
                "supply.level": need["level"], "supply.loss": text(found["loss"]), "supply.pipeline": found["pipeline"],
                "supply.half_pipeline": text(Decimal(found["pipeline"]) / 2),
                "priority.criticality": need["criticality"], "priority.urgency": text(found["urgency"]),
            }))
        rows.sort(key=lambda row: (row[0], row[1]["skill"]))
        return [row for _, row in rows]

    def demand(self):
        bars = [{
            "label": row["skill"], "need_now": row["need_now"], "holders": row["holders"],
            "need_3y": row["need_3y"], "supply_3y": row["supply_3y"],
        } for row in self.gaps()]
        return {"bars": bars, "gaps": self.gaps()}

    def department(self):
        steps = Counter(code(answers["b_ladder"]) for answers in self.people)
        ladder = [{"label": step, "people": steps[step]} for step in self.survey.rows(self.survey.questions["b_ladder"])]
        ladder += [{"label": "missing", "people": steps[None]}] * (steps[None] > 0)
        wanted = {(code(entry["skill"]), at) for at, entry in self.own.wishes} - {("own", at) for at in self.everyone}
        wished = Counter(skill for skill, _ in wanted if skill is not None)
        wishes = sorted(wished.items(), key=lambda pair: (-pair[1], pair[0]))[:5]
        return {
            "people": {"responses": len(self.people), "staff": 1, "response": of(len(self.people), 1)},
            "ladder": ladder,
            "risks": self.risks()[:5],
            "gaps": self.gaps()[:5],
            "wishes": [{"skill": skill, "people": people} for skill, people in wishes],
        }

    # The registers.

    def things(self, repeat):
        """Entries about the same thing, by what it is called."""
        things = defaultdict(list)
        for at, answers in enumerate(self.people):
            for entry in entries(answers, repeat):
                name, skill = entry.get("name"), entry.get("skill")
                if repeat == "d_service" and missing(skill):
                    continue
                if repeat == "d_service" and isinstance(skill, str):
                    things[False, skill].append((at, entry, skill))
                    continue
                name = name if repeat == "d_equip" else skill["text"]
                if missing(name) or not name.split():
                    continue
                name = " ".join(name.split())
                things[True, name.lower()].append((at, entry, name))
        return things

    def register(self):
        blocks = {}
        for repeat, block in (("d_equip", "equipment"), ("d_service", "services")):
            rows = []
            for (typed, _), found in self.things(repeat).items():
                rows.append(self.thing(repeat, typed, found))
            blocks[block] = rows
        return blocks

    def thing(self, repeat, typed, found):
        def places(field, among=found):
            order = self.choices(repeat, field)
            given = [code(entry[field]) for _, entry, _ in among]
            return [order.index(one) for one in given if one is not None]

        def word(field, place):
            return None if place is None else self.choices(repeat, field)[place]

        people = {at for at, _, _ in found}
        name = min(name for _, _, name in found)
        if typed:
            claims = [int(code(entry["unaided"])) + 1 for _, entry, _ in found if code(entry["unaided"])]
            factor = max([len(people)] + claims)
        else:
            factor = len(self.own.holders(name, 3))
        owners = [one for one in found if repeat == "d_equip" and code(one[1]["role"]) == "owner"]
        documented = min(places("doc", owners), default=min(places("doc"), default=None))
        row = {
            "name": name, "documented": word("doc", documented),
            "training": word("learn", max(places("learn"), default=None)),
            "felt": word("stop", max(places("stop"), default=None)), "entries": len(people), "bus_factor": factor,
            "state": reported(["uncovered", "single", "thin", "sound"][min(factor, 3)]),
        }
        field = "family" if repeat == "d_equip" else "users"
        given = {one for _, entry, _ in found for one in codes([entry[field]] if field == "family" else entry[field])}
        given = [one for one in self.choices(repeat, field) if one in given]
        row[field] = given if len(given) > 1 else given[0] if given else None
        said = ["unaided", "doc", "learn", "stop"] + (["role", "due"] if repeat == "d_equip" else [])
        row["behind"] = {"entries": [{field: code(entry[field]) for field in said} for _, entry, _ in found]}
        return row

    # People.

    def hidden(self):
        named = self.skills_of("e_hidden")
        strong = {s: sum(1 for at in who if self.own.level[at].get(s, 0) >= 3) for s, who in named.items()}
        rows = [{
            "skill": s, "family": self.family[s], "people": people,
            "behind": {"people": [{"level": self.rated(at, s), "last_used": self.last(at, s)}
                                  for at in named[s] if self.own.level[at].get(s, 0) >= 3]},
        } for s, people in strong.items() if people]
        facts = {
            "answered": of(self.answered("e_hidden"), len(self.people)), "strong": sum(strong.values()),
            "weaker": sum(map(len, named.values())) - sum(strong.values()),
        }
        return {"hidden": facts, "skills": rows}

    def listed(self):
        """Wishes for skills of the list, with the level now: the rating, else what the wish says."""
        for at, entry in self.own.wishes:
            skill = code(entry["skill"])
            if skill not in self.family:
                continue
            now = self.own.level[at].get(skill, code(entry["level_now"]))
            yield at, skill, None if now is None else str(now), entry

    def mentors(self):
        offers = [set(codes(answers["h_mentor"])) for answers in self.people]
        taught = self.skills_of("e_teach")
        matches, wanted = [], defaultdict(set)

        def helper(at, skill):
            offered = ["teach"] * (at in taught[skill]) + [one for one in ("mentor", "host") if one in offers[at]]
            return {"level": self.rated(at, skill, 0), "last_used": self.last(at, skill), "offers": offered}

        for at, skill, now, entry in self.listed():
            target = code(entry["level_wanted"])
            if now is not None and target is not None and int(target) <= int(now):
                continue
            wanted[skill].add(at)
            helpers = [
                other for other in self.everyone
                if other != at and self.own.holds(other, skill, 3)
                and (offers[other] & {"mentor", "host"} or other in taught[skill])
            ]
            if helpers:
                how, order = codes(entry["how"]), self.choices("h_want", "how")
                matches.append({
                    "skill": skill, "from": now, "to": code(entry["level_wanted"]), "helpers": len(helpers),
                    "how": [one for one in order if one in how],
                    "behind": {"helpers": [helper(other, skill) for other in helpers]},
                })
        facts = {"answered": of(self.answered("h_mentor"), len(self.people)),
                 "teach": len({at for who in taught.values() for at in who})}
        facts |= {word: sum(1 for own in offers if word in own) for word in ("mentor", "host", "mentee", "visit")}
        order = ["mentor", "mentee", "host", "visit"]
        chosen = [[one for one in order if one in own] for own in offers]
        return {
            "offers": facts,
            "matches": matches,
            "skills": [{
                "skill": s, "teachers": len(who), "wanted": len(wanted[s]),
                "behind": {"helpers": [helper(at, s) for at in who]},
            } for s, who in taught.items() if who],
            "people": [{"choices": own} for own in chosen if own],
        }

    def skills(self):
        counts = {skill: Counter(own[skill] for own in self.own.level if skill in own) for skill in self.family}
        held = {skill: levels for skill, levels in counts.items() if any(levels[at] for at in range(1, 5))}
        families = {family: Counter() for family in self.family.values()}
        for skill, levels in counts.items():
            families[self.family[skill]].update(levels)
        inflation = []
        for family, levels in families.items():
            rated = sum(levels[at] for at in range(1, 5))
            flag = "look_again" if levels[4] * 100 > rated * 40 else "usual"
            inflation += [{"family": family, "fours": of(levels[4], rated), "flag": flag}] * (rated > 0)
        rows = [
            {"skill": skill, "family": self.family[skill]} | {f"level_{at}": levels[at] for at in range(5)}
            | {"behind": {"holders": [self.holder(at, skill) for at in self.everyone
                                      if self.own.level[at].get(skill, 0) > 0]}}
            for skill, levels in held.items()
        ]
        rated = sum(1 for own in self.own.level if own)
        facts = {"people": of(rated, len(self.people)), "skills": of(len(held), len(self.family))}
        return {"rated": facts, "skills": rows, "inflation": inflation, "heat": "counted by views.py"}

    def routes(self, skill, now, wanted, formal):
        """Routes of the skill's family that lead up to one of the levels to climb."""
        now, wanted = int(now), int(wanted)
        climb = range(min(wanted, now + 1), wanted + 1)
        found = []
        for route in self.all_routes:
            steps = route.get("steps", STEPS.get(route["kind"], []))
            first = min((step for step in climb if step in steps), default=None)
            if first and self.family[skill] in route["family"] and (formal or route["kind"] not in ("htq", "degree")):
                found.append((first, route["cost_band"], route["typical_months"], len(found), route))
        return [route for *_, route in sorted(found, key=lambda one: one[:4])]

    def training(self):
        listed = list(self.listed())
        cohorts, climbing = defaultdict(lambda: defaultdict(list)), set()
        for at, skill, now, entry in listed:
            wanted = code(entry["level_wanted"])
            # Who is there already has nothing to be trained for.
            if now is not None and wanted is not None and int(wanted) > int(now):
                climbing.add((at, skill))
                for route in self.routes(skill, now, wanted, "qualification" in codes(entry["how"])):
                    cohorts[skill][route["id"], route["cost_band"], route["typical_months"]].append((at, now, wanted))
            elif now is None or wanted is None:
                climbing.add((at, skill))
        courses = []
        for skill, own in cohorts.items():
            # Of each skill the three routes of the most people, the cheaper and the quicker first.
            heads = {route: len({at for at, _, _ in wishes}) for route, wishes in own.items()}
            best = sorted(own.items(), key=lambda one: (-heads[one[0]], one[0][1], one[0][2]))
            courses += [{
                "skill": skill, "people": heads[route, band, months], "route": route, "cost_band": str(band),
                "months": months, "behind": {"people": [{"from": now, "to": wanted} for _, now, wanted in wishes]},
            } for (route, band, months), wishes in best[:3] if heads[route, band, months] >= 3]
        nearest = []
        for need in self.own.needs:
            skill, least = need["skill"], need["level"]
            have = len(self.own.holders(skill, least))
            others = [other for other in self.family if other != skill and self.family[other] == self.family[skill]]
            near = []
            for at in self.everyone:
                related = [other for other in others if self.own.level[at].get(other, 0) >= 2]
                related.sort(key=lambda other: -self.own.level[at][other])
                if related and not self.own.holds(at, skill, least):
                    near.append({"level": self.rated(at, skill), "related": len(related), "skills": related,
                                 "wish": "wanted" if (at, skill) in climbing else None})
            if need["need_now"] > have:
                nearest.append({"skill": skill, "need": need["need_now"], "holders": have,
                                "gap": need["need_now"] - have, "people": len(near)}
                               | {"behind": {"people": near} if near else {}})
        facts = {
            "shared": of(self.answered("h_want"), len(self.people)), "wishes": len(listed),
            "skills": len({skill for _, skill, _, _ in listed}), "own_words": len(self.own.wishes) - len(listed),
        }
        return {"wishes": facts, "courses": courses, "nearest": nearest, "plan": "compared with views.py"}

    def registration(self):
        held = Counter(one for answers in self.people for one in codes(answers["g_reg"]) if one != "none")
        wants = Counter(code(answers["g_reg_want"]) for answers in self.people)
        said, asked = self.answered("g_reg"), self.answered("g_reg_want")
        registered = sum(1 for answers in self.people if set(codes(answers["g_reg"])) - {"none"})

        def members(are):
            own = [{"held": [one for one in codes(answers["g_reg"]) if one != "none"]}
                   for answers in self.people if are(answers)]
            return {"people": own} if own else {}

        return {
            "registration": {
                "said": of(said, len(self.people)), "registered": of(registered, said),
                "working": of(wants["working"], asked), "with_help": of(wants["help"], asked),
            },
            "held": [{"register": one, "people": people,
                      "behind": members(lambda answers: one in codes(answers["g_reg"]))} for one, people in held.items()],
            "wanted": [
                {"choice": one, "people": wants[one], "behind": members(
                    lambda answers: one in ("working", "help") and code(answers["g_reg_want"]) == one)}
                for one in self.survey.rows(self.survey.questions["g_reg_want"])
            ],
            "ways": "routes.toml",
        }

    def roles(self):
        roles = tomllib.loads((self.surveys / "roles.toml").read_text())["role"]
        step = [code(answers["b_ladder"]) for answers in self.people]
        steps, skills = [], []
        for place, role in enumerate(roles):
            on = [at for at in self.everyone if step[at] == role["step"]]
            needed = {skill: least for skill, least in role["requires"].items() if skill in self.family}
            rated = [{s: self.own.level[at][s] for s in needed if s in self.own.level[at]} for at in on]
            gaps = [sum(max(0, needed[s] - own[s]) for s in own) for own in rated]
            above = roles[place + 1]["requires"] if place + 1 < len(roles) else {}

            def person(at, own, gap):
                known = {s: self.own.level[at][s] for s in above if s in self.own.level[at]}
                ahead = sum(max(0, above[s] - known[s]) for s in known)
                return {"gap": gap if own else None, "skills": [s for s in needed if own.get(s, needed[s]) < needed[s]],
                        "unrated": len(needed) - len(own), "next": ahead if known else None}

            if on:
                steps.append({
                    "behind": {"people": [person(*one) for one in zip(on, rated, gaps)]},
                    "step": role["step"], "people": len(on), "compared": sum(1 for own in rated if own),
                    "meeting": sum(1 for own, gap in zip(rated, gaps) if own and len(own) == len(needed) and not gap),
                    "gap": sum(gaps), "unrated": sum(len(needed) - len(own) for own in rated),
                })
            for skill, least in needed.items():
                short = sum(1 for own in rated if own.get(skill, least) < least)
                if short:
                    whole = sum(1 for own in rated if skill in own)
                    skills.append({"step": role["step"], "skill": skill, "level": str(least), "short": of(short, whole)})
        said = sum(1 for one in step if one is not None)
        profiled = sum(1 for one in step if one in {role["step"] for role in roles})
        return {
            "roles": {"said": of(said, len(self.people)), "profiled": of(profiled, said)},
            "steps": steps,
            "skills": skills,
        }

    def own_industry(self, at):
        """What somebody says of work with industry, where it is asked."""
        answers = self.people[at]
        return {"industry": code(answers["h_ind"])} if "h_ind" in answers else {}

    def industry(self, who):
        if not any("h_ind" in answers for answers in self.people):
            return {}
        said = [code(self.people[at]["h_ind"]) for at in who]
        return {"industry": of(sum(1 for one in said if one not in (None, "no")), len(who))}

    def htq(self):
        support = [code(answers["h_htq"]) for answers in self.people]
        willing = [at for at in self.everyone if support[at] in ("ready", "not_ready")]
        teaches = [bool(TEACHING & set(codes(answers["g_reg"]))) for answers in self.people]
        skilled = [
            {self.family[s] for s in self.own.level[at] if self.own.holds(at, s, 3)} for at in self.everyone
        ]
        kit = [
            (code(entry["family"]), code(entry["due"]) in ("two", "past"))
            for answers in self.people for entry in entries(answers, "d_equip") if code(entry["family"])
        ]
        routes = []
        for route in self.all_routes:
            if route["kind"] != "htq":
                continue
            families = set(route["family"])
            holders = [at for at in self.everyone if skilled[at] & families]
            able = [at for at in willing if at in holders]
            ready = sum(1 for at in able if support[at] == "ready")
            own = [worn for family, worn in kit if family in families]
            routes.append(self.industry(able) | {
                "route": route["id"], "level": str(route["level"]), "skilled": len(holders), "ready": ready,
                "not_ready": len(able) - ready, "teaching": of(sum(teaches[at] for at in able), len(able)),
                "equipment": len(own), "worn": sum(own),
            })
        needs = [{
            "skill": need["skill"], "holders": len(self.own.holders(need["skill"], need["level"])),
            "now": need["need_now"], "in_three_years": need["need_3y"],
        } for need in self.own.needs if need["why"] == "teaching"]
        order = list(dict.fromkeys(self.family.values()))
        return {
            "support": self.industry(willing) | {
                "said": of(self.answered("h_htq"), len(self.people)), "ready": support.count("ready"),
                "not_ready": support.count("not_ready"), "teaching": of(sum(teaches[at] for at in willing), len(willing)),
            },
            "routes": routes,
            "demand": needs,
            "people": [self.own_industry(at) | {
                "ready": support[at], "fellowship": [one for one in codes(self.people[at]["g_reg"]) if one in TEACHING],
                "families": [one for one in order if one in skilled[at]],
            } for at in willing],
        }


# The level of a skill that a kind of route leads up to, where it does not say so itself (section 5.4).
STEPS = {"e_learning": [1], "shadowing": [1], "short_course": [2], "supplier_training": [2], "htq": [4], "degree": [4]}

NAMES = ("department", "risk", "demand", "register", "skills", "training", "hidden", "mentors", "registration", "roles",
         "htq")


def main(questionnaire, folder, demand, day):
    demand, day = tomllib.loads(Path(demand).read_text()), datetime.date.fromisoformat(day)
    lead = Lead(questionnaire, Path(folder), demand, day)
    print(json.dumps({name: getattr(lead, name)() for name in NAMES}))


if __name__ == "__main__":
    main(*sys.argv[1:])
