#!/usr/bin/env python3
"""Which published advisories fit what `Cargo.lock` names?

    python3 tests/rigs/advisories.py Cargo.lock DATABASE [EXPLAINED]

DATABASE is a copy of RustSec's (`git clone https://github.com/RustSec/advisory-db`): one Markdown file an advisory, which
begins with a block of TOML. EXPLAINED is a TOML file, `[advisories] ignore = ["RUSTSEC-…", …]`, each with a comment that
says why. Prints each advisory that fits and is not explained, and each explanation that fits nothing any more; exit code 1
where there is any. Versions are compared as Cargo does, without its pre-releases' finer points.
"""

import os
import re
import sys
import tomllib

BLOCK = re.compile(r"```toml\n(.*?)```", re.S)


def number(version):
    """A version as numbers; a pre-release comes before its release."""
    core, _, before = version.partition("+")[0].partition("-")
    parts = [int(part) for part in core.split(".")]
    return tuple(parts + [0] * (3 - len(parts))), before == "", before


def caret(version):
    """The first version that is no longer compatible."""
    parts = [int(part) for part in re.split(r"[-+]", version)[0].split(".")]
    at = next((place for place, part in enumerate(parts) if part), len(parts) - 1)
    return ".".join(map(str, parts[:at] + [parts[at] + 1] + [0] * (2 - at)))


def fits(version, requirement):
    """Whether a version is within a requirement such as `>= 1.2.3, < 2` or `^0.4.1`."""
    for one in requirement.split(","):
        sign, wanted = re.match(r"\s*(\^|~|>=|<=|>|<|=)?\s*(\S+)\s*$", one).groups()
        found, bound = number(version), number(wanted)
        if sign in (None, "^"):
            holds = bound <= found < number(caret(wanted))
        elif sign == "~":
            parts = wanted.split(".")
            end = [int(parts[0]), int(parts[1]) + 1, 0] if len(parts) > 1 else [int(parts[0]) + 1, 0, 0]
            holds = bound <= found < number(".".join(map(str, end)))
        else:
            holds = {">=": found >= bound, "<=": found <= bound, ">": found > bound, "<": found < bound, "=": found == bound}[sign]
        if not holds:
            return False
    return True


def advisories(database):
    """Every advisory of the database about a crate."""
    for folder, _, files in os.walk(os.path.join(database, "crates")):
        for name in files:
            if name.endswith(".md"):
                with open(os.path.join(folder, name), encoding="utf-8") as text:
                    found = BLOCK.search(text.read())
                if found:
                    yield tomllib.loads(found.group(1))


def main():
    lock, database = sys.argv[1:3]
    with open(lock, "rb") as text:
        packages = tomllib.load(text)["package"]
    used = {}
    for package in packages:
        used.setdefault(package["name"], []).append(package["version"])
    explained = []
    if len(sys.argv) > 3:
        with open(sys.argv[3], "rb") as text:
            explained = tomllib.load(text)["advisories"]["ignore"]
    looked, met, wrong = 0, set(), []
    for one in advisories(database):
        looked += 1
        about, versions = one["advisory"], one.get("versions", {})
        if about.get("withdrawn"):
            continue
        sound = versions.get("patched", []) + versions.get("unaffected", [])
        for version in used.get(about["package"], []):
            if not any(fits(version, requirement) for requirement in sound):
                met.add(about["id"])
                if about["id"] not in explained:
                    wrong.append(f"{about['id']}: {about['package']} {version}")
    wrong += [f"{id}: explained, and fits nothing here" for id in explained if id not in met]
    print(f"{looked} advisories, {len(packages)} packages")
    print("\n".join(sorted(wrong)))
    if not looked:
        sys.exit("there is no advisory in this folder")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
