"""How far the order of things in a file is the order in which they came.

usage: order.py FILE < hex response ids, one a line, in the order of arrival
prints Spearman's rank correlation of arrival with the place in the file of each record's header, and of
the end of each kind of part (which carries its own number); "-" where not everything is there
"""

import re
import sys

with open(sys.argv[1], "rb") as file:
    data = file.read()
arrival = {line.strip().encode(): number for number, line in enumerate(sys.stdin)}


def rho(places):
    count = len(places)
    order = sorted(range(count), key=places.__getitem__)
    squares = sum((rank - index) ** 2 for rank, index in enumerate(order))
    return 1 - 6 * squares / (count * (count**2 - 1))


kinds = {"header": {}}
for found in re.finditer(rb'"response":"([0-9a-f]{32})"', data):
    kinds["header"].setdefault(arrival[found[1]], found.start())
for found in re.finditer(rb"END OF PART (\w+) (\d{6})", data):
    kinds.setdefault(found[1].decode(), {}).setdefault(int(found[2]), found.start())
told = []
for kind in sorted(kinds):
    places = kinds[kind]
    whole = len(places) == len(arrival)
    told.append(f"{rho([places[number] for number in range(len(arrival))]):.4f}" if whole else "-")
print(*told)
