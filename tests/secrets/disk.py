"""Counts texts in the raw bytes of a file, in the writings that a computer has for letters.

usage: disk.py FILE < texts, one a line      prints one number for each
"""

import sys

with open(sys.argv[1], "rb") as file:
    data = file.read()
for text in sys.stdin.read().splitlines():
    print(sum(data.count(text.encode(code)) for code in ("utf-8", "utf-16-le", "utf-32-le")))
