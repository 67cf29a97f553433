"""An attacker on what a department's lead sends upwards, who knows how many answered, what the department needs
(the lead said so in a meeting) and every view that was sent; and the formulas, which are published.

Reads {"people": n, "needs": {SKILL: {"need_now", "need_3y", "criticality"}}, "views": [JSON of views]} from
standard input. Writes {SKILL: [every number of holders that could be]}: what is left when each number from
nobody to everybody is tried against every figure, word and order that is shown.
"""
import json
import sys
from decimal import Decimal


def exposures(holders, need):
    """What exposure can be of so many holders, whatever else is so (docs/rules.md §2.6)."""
    if holders == 0:
        base = {5} if need else {1}
    elif holders == 1:
        base = {3, 4}
    else:
        base = {3, 2} if holders == 2 or holders < need else {3, 1}
    return {min(5, one + more) for one in base for more in (0, 1, 2)}


def states(holders, need):
    if holders == 0:
        return {"uncovered", "none_reported"} if need else {"sound"}
    if holders == 1:
        return {"single", "none_reported"}
    return {"thin"} if holders == 2 or holders < need else {"sound"}


def ahead(holders):
    """Bounds of supply in three years: all leave and nobody comes; the base rate, and everybody is on the way."""
    return Decimal(0), holders - Decimal("0.21") * holders


def allows(row, holders, need, people, few):
    state = row.get("state")
    if state == "few":
        if holders >= few:
            return False
    elif state == "enough":
        if holders < few:
            return False
    elif isinstance(state, str) and state not in states(holders, need["need_now"]):
        return False
    if "holders" in row and row["holders"] != holders:
        return False
    if "gap_now" in row and row["gap_now"] != max(0, need["need_now"] - holders):
        return False
    if "exposure" in row and row["exposure"] not in exposures(holders, need["need_now"]):
        return False
    if "rating" in row:
        risks = {need["criticality"] * one for one in exposures(holders, need["need_now"])}
        words = {"red" if one >= 15 else "amber" if one >= 8 else "green" for one in risks}
        if row["rating"] not in words:
            return False
    if "gap_3y" in row:
        low, high = ahead(holders)
        high += Decimal(people - holders) / 2
        gap = Decimal(row["gap_3y"])
        if gap > 0 and not low <= need["need_3y"] - gap <= high:
            return False
        if gap == 0 and high < need["need_3y"]:
            return False
    return True


def main():
    world = json.load(sys.stdin)
    rows, words = [], []
    for view in world["views"]:
        for block in view["blocks"]:
            rows += [row for row in block.get("rows", []) if "skill" in row]
            words += [block["text"]] if block["kind"] == "note" else []
    # "Fewer than 3 known": the number stands in the words.
    few = min((int(word) for text in words for word in text.split() if word.isdigit()), default=0)
    left = {}
    for skill, need in world["needs"].items():
        own = [row for row in rows if row["skill"] == skill]
        # A need that nobody was told may be any; one that a row says is that.
        possible = [
            holders for holders in range(world["people"] + 1)
            if all(allows(row, holders, need, world["people"], few) for row in own)
        ]
        left[skill] = possible
    json.dump(left, sys.stdout)


if __name__ == "__main__":
    main()
