#!/usr/bin/env python3
"""Makes the Debian packages from the table in Cargo.toml: `packaging/deb.py [OPTIONS]`.

The same table is cargo-deb's; this needs nothing but Python and dpkg-dev, and takes a program that is built already, so
that a clean machine can do it within seconds. Files are owned by root and carry the changelog's time, so the same
program gives the same package.

  --kiosk           the package `tallybox-kiosk` (give it a program built with --no-default-features)
  --program FILE    the program (target/release/tallybox)
  --version TEXT    another version than Cargo.toml's, to try an upgrade
  --out DIR         where to (target/debian)
  --fast            compressed little, for tests
  --prepare         only writes manual pages and completions to target/packaging, which is what cargo-deb needs:
                    `packaging/deb.py --prepare && cargo deb --no-build`
"""

import argparse
import email.utils
import glob
import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MADE = os.path.join(ROOT, "target", "packaging")
SHELLS = {"bash": "tallybox", "zsh": "_tallybox", "fish": "tallybox.fish"}
SCRIPTS = ["config", "postinst", "prerm", "postrm"]


def run(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **more)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.returncode}\n{done.stderr}")
    return done.stdout


def prepare(program, made):
    """Writes what the program says of itself: manual pages and completions."""
    shutil.rmtree(made, ignore_errors=True)
    run(program, "man", "--out-dir", os.path.join(made, "man"))
    os.makedirs(os.path.join(made, "completions"))
    for shell, name in SHELLS.items():
        with open(os.path.join(made, "completions", name), "w", encoding="utf-8") as written:
            written.write(run(program, "completions", shell))


def settings(variant):
    """The table, with a variant's entries in place of the common ones."""
    with open(os.path.join(ROOT, "Cargo.toml"), "rb") as opened:
        package = tomllib.load(opened)["package"]
    table = package["metadata"]["deb"]
    if variant:
        table = {**table, **table["variants"][variant]}
    return package, table


def from_path(source, program, made):
    """Where an asset of the table lies: the program and what it says of itself may be elsewhere."""
    if source == "target/release/tallybox":
        return [program]
    if source.startswith("target/packaging/"):
        return sorted(glob.glob(os.path.join(made, source.removeprefix("target/packaging/"))))
    found = sorted(glob.glob(os.path.join(ROOT, source)))
    if not found:
        sys.exit(f"Cargo.toml: there is no {source}")
    return found


def squeeze(path):
    """Compresses a file as Debian wants pages and changelogs."""
    with open(path, "rb") as opened, open(path + ".gz", "wb") as written:
        with gzip.GzipFile("", "wb", 9, written, mtime=0) as squeezed:
            squeezed.write(opened.read())
    os.chmod(path + ".gz", 0o644)
    os.remove(path)


def lay(tree, table, program, made):
    """Lays the files."""
    for source, folder, mode in table["assets"]:
        os.makedirs(os.path.join(tree, folder), exist_ok=True)
        for path in from_path(source, program, made):
            to = os.path.join(tree, folder, os.path.basename(path))
            shutil.copyfile(path, to, follow_symlinks=False)
            if not os.path.islink(to):
                os.chmod(to, int(mode, 8))
            if "/man/" in to:
                squeeze(to)
    run("strip", "--strip-unneeded", "--remove-section=.comment", os.path.join(tree, "usr/bin/tallybox"))
    documents = os.path.join(tree, "usr/share/doc", table["name"])
    shutil.copyfile(os.path.join(ROOT, table["license-file"][0]), os.path.join(documents, "copyright"))
    changelog = os.path.join(documents, "changelog.Debian")
    with open(os.path.join(ROOT, table["changelog"]), encoding="utf-8") as opened:
        text = opened.read()
    with open(changelog, "w", encoding="utf-8") as written:
        # The program and the package have one version, and the name is the package's.
        written.write(text.replace("tallybox (", f"{table['name']} (", 1))
    squeeze(changelog)
    return text


def libraries(tree):
    """What the program needs of the system, as dpkg-shlibdeps finds it."""
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "debian"))
        with open(os.path.join(folder, "debian", "control"), "w", encoding="utf-8") as written:
            written.write("Source: tallybox\n\nPackage: tallybox\nArchitecture: any\n")
        said = run("dpkg-shlibdeps", "-O", os.path.join(tree, "usr/bin/tallybox"), cwd=folder)
    return said.strip().split("=", 1)[1]


def files(tree):
    """Every file's path in the package, folders and links left out."""
    for folder, _, names in sorted(os.walk(tree)):
        for name in sorted(names):
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                yield os.path.relpath(path, tree)


def control(tree, package, table, version):
    """Writes what dpkg is told, and the scripts."""
    size = sum(os.path.getsize(os.path.join(tree, path)) for path in files(tree)) // 1024 + 1
    sums = [
        (hashlib.md5(open(os.path.join(tree, path), "rb").read(), usedforsecurity=False).hexdigest(), path)
        for path in files(tree) if not path.startswith("etc/")
    ]
    described = [f" {line}" if line else " ." for line in table["extended-description"].strip().splitlines()]
    fields = {
        "Package": table["name"],
        "Version": version,
        "Architecture": run("dpkg", "--print-architecture").strip(),
        "Maintainer": table["maintainer"],
        "Installed-Size": str(size),
        "Depends": table["depends"].replace("$auto", libraries(tree)),
        "Recommends": table["recommends"],
        "Conflicts": table["conflicts"],
        "Section": table["section"],
        "Priority": table["priority"],
        "Description": "\n".join([package["description"].lower().removeprefix("a "), *described]),
    }
    folder = os.path.join(tree, "DEBIAN")
    os.mkdir(folder)

    def write(name, text, mode=0o644):
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as written:
            written.write(text)
        os.chmod(path, mode)

    write("control", "".join(f"{name}: {value}\n" for name, value in fields.items()))
    write("md5sums", "".join(f"{digest}  {path}\n" for digest, path in sums))
    if table["conf-files"]:
        write("conffiles", "".join(f"{path}\n" for path in table["conf-files"]))
    scripts = os.path.join(ROOT, table["maintainer-scripts"])
    for name in SCRIPTS:
        with open(os.path.join(scripts, name), encoding="utf-8") as opened:
            write(name, opened.read(), 0o755)
    with open(os.path.join(scripts, "templates"), encoding="utf-8") as opened:
        write("templates", opened.read())


def date(tree, moment):
    """Gives everything one time, so that the same program gives the same package."""
    os.environ["SOURCE_DATE_EPOCH"] = str(moment)
    for folder, folders, names in os.walk(tree):
        for name in [*folders, *names, "."]:
            os.utime(os.path.join(folder, name), (moment, moment), follow_symlinks=False)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kiosk", action="store_true")
    parser.add_argument("--program", default=os.path.join(ROOT, "target/release/tallybox"))
    parser.add_argument("--version")
    parser.add_argument("--out", default=os.path.join(ROOT, "target/debian"))
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--prepare", action="store_true")
    wish = parser.parse_args()
    os.umask(0o022)
    program = os.path.abspath(wish.program)
    if wish.prepare:
        return prepare(program, MADE)
    package, table = settings("kiosk" if wish.kiosk else None)
    version = f"{wish.version or package['version']}-1"
    with tempfile.TemporaryDirectory() as folder:
        made, tree = os.path.join(folder, "made"), os.path.join(folder, "tree")
        prepare(program, made)
        changelog = lay(tree, table, program, made)
        control(tree, package, table, version)
        moment = email.utils.parsedate_to_datetime(changelog.split("\n -- ")[1].split("  ", 1)[1].split("\n")[0])
        date(tree, int(moment.timestamp()))
        os.makedirs(wish.out, exist_ok=True)
        out = os.path.join(wish.out, f"{table['name']}_{version}_{run('dpkg', '--print-architecture').strip()}.deb")
        how = ["-Zgzip", "-z1"] if wish.fast else ["-Zxz"]
        run("dpkg-deb", "--root-owner-group", *how, "--build", tree, out)
        print(out)
    return None


if __name__ == "__main__":
    main()
