"""Counts a text in the memory of a process: in one piece, or spread over letters of 4 bytes or over cells.

usage: memory.py PID CELL TEXT      prints one number for each kind, then the bytes looked at
"""

import sys

pid, cell, text = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3].encode()
found = {1: 0, 2: 0, 4: 0, cell: 0}
looked = 0
with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
    for line in maps:
        span, rights, *rest = line.split()
        start, end = (int(number, 16) for number in span.split("-"))
        # What is mapped from a file and never written to is the program itself.
        if "r" not in rights or "w" not in rights:
            continue
        memory.seek(start)
        data = memory.read(end - start)
        looked += len(data)
        for stride in found:
            for first in range(stride):
                lane = data[first::stride]
                place = lane.find(text)
                while place >= 0:
                    found[stride] += 1
                    where = start + first + place * stride
                    # Where, and what stands around it, for whoever has to find out why.
                    around = lane[max(0, place - 60) : place + 60]
                    print(f"{rest[-1]} {where:#x} every {stride}: {around!r}", file=sys.stderr)
                    place = lane.find(text, place + 1)
print(*found.values(), looked)
