"""Opens every `*.age` file of a folder with pyrage, in one process, and prints the seconds it took.

usage: open_peer.py FOLDER IDENTITY_FILE      exit code 3 where there is no pyrage (`benches/peers.sh pyrage` installs it)
"""

import json
import pathlib
import sys
import time

try:
    import pyrage
except ImportError:
    sys.exit(3)

folder, identity = sys.argv[1:]
key = pyrage.x25519.Identity.from_str(pathlib.Path(identity).read_text(encoding="ascii").strip())
files = sorted(pathlib.Path(folder).glob("*.age"))
start, cpu = time.perf_counter(), time.process_time()
for file in files:
    json.loads(pyrage.decrypt(file.read_bytes(), [key]))
print(len(files), time.perf_counter() - start, time.process_time() - cpu)
