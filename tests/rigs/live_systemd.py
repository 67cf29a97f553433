#!/usr/bin/env python3
"""The kiosk's package under a live systemd: Debian boots in a virtual machine and the kiosk is met on its console.

    sudo python3 tests/rigs/live_systemd.py PROGRAM

A clean Debian with systemd gets the package `tallybox-kiosk` of PROGRAM, a home with keys and a box, and what docs/kiosk.md
tells its keeper to set. It is started; keys are pressed on its keyboard, its screen is read from `/dev/vcs1`, and a shell on the
serial line asks systemd. Then:
- the kiosk stands on tty1 in place of a login prompt, and no other console has one;
- somebody answers and the process is killed: it comes back by itself, nothing of theirs is on the screen, their draft is kept;
- somebody answers and walks away: they are asked, then the start screen is back and their draft is kept;
- Ctrl+Alt+Del, Alt+F2, Ctrl+Z and others lead nowhere; `systemctl stop` ends it, with the draft, and it stays ended;
- with `hardening.conf` as a drop-in it starts as well; `systemd-analyze security` gives its figure for both;
- the file that the keeper's "switch the machine off" leaves switches it off.
Needs root (a chroot to install in), `mmdebstrap` and what `guest.py` needs. Prints what was found as JSON.
"""

import argparse
import base64
import json
import os
import re
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
sys.path.insert(0, HERE)
import guest  # noqa: E402
from people import Home  # noqa: E402

CLEAN = "/var/cache/tallybox/systemd-root.tar"
PACKAGES = "systemd,systemd-sysv,udev,dbus,procps,kmod"
UNIT = "tallybox-kiosk@tty1.service"
SECONDS = 300
SETTINGS = '[kiosk]\nidle_minutes = 2\nwarning_seconds = 20\npower_off = "/run/tallybox-kiosk/poweroff"\n'
SHELL = """[Unit]
DefaultDependencies=no
After=basic.target
[Service]
ExecStart=/bin/sh
StandardInput=tty
StandardOutput=tty
StandardError=tty
TTYPath=/dev/ttyS0
[Install]
WantedBy=multi-user.target
"""
START = """
mkdir /new
mount -t ext4 /dev/vda /new || echo 'no disk'
umount /proc /sys /dev
exec switch_root /new /sbin/init
"""


def run(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **more)
    if done.returncode:
        raise SystemExit(f"{command}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def clean_root(folder):
    """A Debian with systemd, unpacked; made once a machine."""
    if not os.path.exists(CLEAN):
        with open("/etc/os-release", encoding="utf-8") as told:
            release = re.search(r"VERSION_CODENAME=(\S+)", told.read()).group(1)
        os.makedirs(os.path.dirname(CLEAN), exist_ok=True)
        words = ["--quiet", "--format=tar", "--variant=minbase", "--dpkgopt=force-unsafe-io", f"--include={PACKAGES}"]
        run("mmdebstrap", *words, release, f"{CLEAN}.part")
        os.rename(f"{CLEAN}.part", CLEAN)
    but = ["./dev/*", "./usr/share/locale/*", "./usr/share/doc/*", "./var/lib/apt/lists/*", "./var/cache/apt/*"]
    os.mkdir(folder)
    run("tar", "-xf", CLEAN, *[f"--exclude={path}" for path in but], "-C", folder)


def install(program, root, folder):
    """The package, a home as an institution's kit would leave it, and what the keeper's page says."""
    deb = run("python3", f"{ROOT}/packaging/deb.py", "--fast", "--kiosk", "--program", program, "--out", folder).splitlines()[0]
    shutil.copy(deb, f"{root}/kiosk.deb")
    with open(f"{root}/dev/null", "w", encoding="utf-8"):
        pass
    run("chroot", root, "dpkg", "--install", "/kiosk.deb", env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    os.remove(f"{root}/kiosk.deb")
    os.remove(f"{root}/dev/null")
    made = Home(program, folder)
    with open(f"{made.path}/tallybox.toml", "a", encoding="utf-8") as settings:
        settings.write(SETTINGS)
    made.done("box", "init", "--name", "Chemistry stores")
    home = f"{root}/var/lib/tallybox"
    shutil.copytree(made.path, home, dirs_exist_ok=True)
    run("chroot", root, "chown", "-R", "tallybox:tallybox", "/var/lib/tallybox")
    shared = f"{root}/usr/share/tallybox/systemd"
    for name, place in [("logind.conf.d", "systemd/logind.conf.d"), ("sysctl.d", "sysctl.d")]:
        shutil.copytree(f"{shared}/{name}", f"{root}/etc/{place}", dirs_exist_ok=True)
    with open(f"{root}/etc/systemd/system.conf", "a", encoding="utf-8") as settings:
        settings.write("CtrlAltDelBurstAction=none\n")
    run("systemctl", f"--root={root}", "enable", UNIT, "tallybox-poweroff.path")
    run("systemctl", f"--root={root}", "mask", "ctrl-alt-del.target", "serial-getty@ttyS0.service")
    with open(f"{root}/etc/systemd/system/rig.service", "w", encoding="utf-8") as unit:
        unit.write(SHELL)
    run("systemctl", f"--root={root}", "enable", "rig.service")


def disk(root, path):
    with open(path, "wb") as made:
        made.truncate(1 << 30)
    run("mke2fs", "-q", "-F", "-t", "ext4", "-d", root, path)


class Machine:
    """The machine with its keyboard, its screen and a shell on its serial line."""

    def __init__(self, folder):
        memory = guest.Memory(START).save(os.path.join(folder, "memory"))
        monitor = os.path.join(folder, "monitor")
        more = ["-drive", f"file={folder}/disk,format=raw,if=virtio", "-vga", "std", "-smp", "2", "-monitor", f"unix:{monitor},server=on,wait=off"]
        self.process = guest.start(memory, *more, append="systemd.show_status=0 loglevel=3", megabytes=1024)
        self.said = ""
        self.number = 0
        self.wait_for(lambda: os.path.exists(monitor), "the monitor")
        self.monitor = socket.socket(socket.AF_UNIX)
        self.monitor.connect(monitor)
        # What is typed before the shell is there is thrown away.
        self.wait_for(lambda: self.read(1) and self.said.rstrip().endswith("#"), "a shell")

    def wait_for(self, is_there, what, seconds=SECONDS):
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            found = is_there()
            if found:
                return found
            time.sleep(0.2)
        raise SystemExit(f"{what}: not within {seconds} s\n{self.said[-3000:]}")

    def read(self, seconds):
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        more = os.read(self.process.stdout.fileno(), 65536) if ready else b""
        self.said += more.decode("utf-8", "replace")
        return bool(more)

    def ask(self, command, seconds=SECONDS):
        """What a command in the guest says."""
        self.number += 1
        first, last = f"<{self.number}<", f">{self.number}>"
        # Written so that what the terminal echoes is not what is waited for.
        self.process.stdin.write(f"echo '<'{self.number}'<'; {command}; echo '>'{self.number}'>'\n".encode())
        self.process.stdin.flush()
        ends = time.monotonic() + seconds
        while last not in self.said:
            self.read(1)
            if time.monotonic() > ends:
                raise SystemExit(f"{command}: no answer\n{self.said[-3000:]}")
        return self.said.split(first)[-1].split(last)[0].replace("\r", "").strip()

    def screen(self):
        """The rows of the first console, whatever is written on it."""
        body, size = self.ask("base64 -w0 /dev/vcs1; echo; stty -F /dev/tty1 size").splitlines()[-2:]
        text, columns = base64.b64decode(body).decode("cp437"), int(size.split()[1])
        return "\n".join(text[at : at + columns].rstrip() for at in range(0, len(text), columns))

    def press(self, *keys):
        for key in keys:
            self.monitor.sendall(f"sendkey {key} 20\n".encode())
            time.sleep(0.1)

    def sees(self, words, seconds=SECONDS):
        shown = []

        def is_there():
            shown[:] = [self.screen()]
            return words in shown[0]
        try:
            self.wait_for(is_there, words, seconds)
        except SystemExit:
            raise SystemExit(f"the screen does not say `{words}`:\n{shown[0]}\n{self.ask(f'systemctl status --no-pager {UNIT} | tail -30')}") from None
        return shown[0]

    def shows(self, unit=UNIT):
        lines = self.ask(f"systemctl show -p MainPID -p ActiveState -p NRestarts {unit}").splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)

    def drafts(self):
        found = self.ask("runuser -u tallybox -- tallybox --home /var/lib/tallybox box status --json")
        return json.loads(found[found.index("{") :])["drafts"]

    def end(self):
        self.process.kill()
        self.process.wait()


def answers(machine):
    """Somebody sits down and answers two questions; the eight words by their numbers."""
    for wanted, keys in [("Fill in the survey", ["ret"]), ("Which language", ["ret"]), ("I have read this", ["tab", "ret"])]:
        machine.sees(wanted)
        machine.press(*keys)
    words = dict(re.findall(r"(\d)  ([a-z]+)", machine.sees("Your eight words")))
    machine.press("ret")
    for number in re.findall(r"Word (\d):", machine.sees("Type these two words")):
        machine.press(*words[number], "ret")
    for wanted, keys in [("Which department do you work in", ["1", "ret"]), ("How many years have you", ["1", "2", "ret"])]:
        machine.sees(wanted)
        machine.press(*keys)
    machine.sees("What may your lead see")
    return words


def nothing_of(machine, words):
    shown = machine.sees("Fill in the survey")
    return not [word for word in words.values() if re.search(rf"\b{word}\b", shown)]


def came_back(machine, before):
    """The kiosk with another process, and its start screen."""
    machine.wait_for(lambda: machine.shows()["MainPID"] not in (before, "0"), "a new process")
    machine.sees("Fill in the survey")


def killed(machine, told):
    words = answers(machine)
    before = machine.shows()["MainPID"]
    machine.ask(f"kill -9 {before}")
    came_back(machine, before)
    told["killed: it is back, and nothing of theirs is shown"] = nothing_of(machine, words)
    told["killed: drafts"] = machine.drafts()


def walked_away(machine, told):
    words, began = answers(machine), time.monotonic()
    machine.sees("still there")
    told["walked away: asked after seconds"] = round(time.monotonic() - began)
    told["walked away: nothing of theirs is shown"] = nothing_of(machine, words)
    told["walked away: drafts"] = machine.drafts()


def keys_lead_nowhere(machine, told):
    before = machine.shows()["MainPID"]
    machine.press("ctrl-z", "ctrl-c", "ctrl-d", "alt-f2", "ctrl-alt-f3", "alt-sysrq-k", "ctrl-alt-delete")
    machine.sees("Fill in the survey")
    told["keys: the same process, the same console"] = (machine.shows()["MainPID"], machine.ask("cat /sys/class/tty/tty0/active")) == (before, "tty1")
    prompts = machine.ask("systemctl list-units --no-pager --no-legend --state=active 'getty@*' 'autovt@*' | wc -l")
    told["login prompts"] = int(prompts)


def hardened(machine, told):
    told["exposure"] = exposure(machine)
    folder = f"/etc/systemd/system/{UNIT}.d"
    machine.ask(f"mkdir -p {folder}; cp /usr/share/tallybox/systemd/hardening.conf {folder}; systemctl daemon-reload; systemctl restart {UNIT}")
    machine.sees("Fill in the survey")
    told["exposure with hardening.conf"] = exposure(machine)
    locked = machine.ask(f"grep -E 'VmLck|Seccomp:|NoNewPrivs' /proc/$(systemctl show -P MainPID {UNIT})/status")
    told["of its process"] = " ".join(locked.split())
    machine.ask(f"rm -r {folder}; systemctl daemon-reload; systemctl restart {UNIT}")


def exposure(machine):
    told = machine.ask(f"systemd-analyze security --no-pager {UNIT} | tail -1")
    return float(re.search(r": ([0-9.]+) ", told).group(1))


def stopped(machine, told):
    answers(machine)
    began = time.monotonic()
    machine.ask(f"systemctl stop {UNIT}")
    told["stopped after seconds"] = round(time.monotonic() - began, 1)
    time.sleep(5)
    told["stopped: it stays ended"] = machine.shows()["ActiveState"] == "inactive"
    told["stopped: drafts"] = machine.drafts()
    machine.ask(f"systemctl start {UNIT}")
    machine.sees("Fill in the survey")


def switched_off(machine, told):
    machine.process.stdin.write(b"runuser -u tallybox -- touch /run/tallybox-kiosk/poweroff\n")
    machine.process.stdin.flush()
    ends = time.monotonic() + SECONDS
    while machine.process.poll() is None and time.monotonic() < ends:
        machine.read(1)
    told["switched off"] = machine.process.returncode == 0


STEPS = [killed, walked_away, keys_lead_nowhere, hardened, stopped, switched_off]
# Two drafts are those of who was killed and who walked away.
WANTED = {
    "running": "running", "kiosk": "active", "restarts": "0", "login prompts": 0, "killed: drafts": 1, "walked away: drafts": 2, "stopped: drafts": 3,
    "killed: it is back, and nothing of theirs is shown": True, "walked away: nothing of theirs is shown": True,
    "keys: the same process, the same console": True, "stopped: it stays ended": True, "switched off": True,
}


def main(options, folder):
    clean_root(f"{folder}/root")
    install(os.path.abspath(options.program), f"{folder}/root", folder)
    disk(f"{folder}/root", f"{folder}/disk")
    machine, told = Machine(folder), {}
    try:
        told["running"] = machine.ask("systemctl is-system-running --wait")
        machine.sees("Fill in the survey")
        shown = machine.shows()
        told["kiosk"], told["restarts"] = shown["ActiveState"], shown["NRestarts"]
        for step in STEPS:
            step(machine, told)
    finally:
        machine.end()
        print(json.dumps(told, indent=1, ensure_ascii=False))
    wrong = {what: told.get(what) for what, wanted in WANTED.items() if told.get(what) != wanted}
    if wrong:
        print(json.dumps({"wrong": wrong}))
    return 1 if wrong else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    with tempfile.TemporaryDirectory() as made:
        sys.exit(main(parser.parse_args(), made))
