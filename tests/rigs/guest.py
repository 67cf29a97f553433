"""A machine of its own for the rigs that end it: Debian's kernel under QEMU, from memory alone.

It needs the packages `qemu-system-x86` and `busybox-static`; the kernel is fetched with `apt-get download` once a
machine and kept in /var/cache/tallybox/guest. The processor is emulated, unless TALLYBOX_KVM=1.
"""

import glob
import os
import re
import shutil
import subprocess
import tempfile

CACHE = "/var/cache/tallybox/guest"
BUSYBOX = "/bin/busybox"
# What a guest's disk needs, in any order: what they need themselves is found in them.
MODULES = ["virtio_pci", "virtio_blk", "ext4", "crc32c_generic"]


def said(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def kernel():
    """The folder with Debian's kernel and its modules."""
    if not glob.glob(f"{CACHE}/boot/vmlinuz-*"):
        package = re.search(r"Depends: (\S+)", said("apt-cache", "depends", "linux-image-amd64")).group(1)
        os.makedirs(CACHE, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            subprocess.run(["apt-get", "download", "-qq", package], check=True, cwd=folder, stderr=subprocess.DEVNULL)
            part = os.path.join(folder, "part")
            subprocess.run(["dpkg", "-x", *glob.glob(f"{folder}/*.deb"), part], check=True)
            # The modules first: the kernel's file says that all is there.
            for name in ["lib", "boot"]:
                shutil.rmtree(os.path.join(CACHE, name), ignore_errors=True)
                os.rename(os.path.join(part, name), os.path.join(CACHE, name))
    return CACHE


def modules(names):
    """The files of modules, each after those that it needs."""
    found = {os.path.basename(path)[:-3].replace("-", "_"): path for path in glob.glob(f"{CACHE}/lib/modules/**/*.ko", recursive=True)}
    ordered = []

    def add(name):
        if name not in found or found[name] in ordered:
            return
        with open(found[name], "rb") as opened:
            needs = re.search(rb"\0depends=([^\0]*)\0", opened.read())
        for need in filter(None, needs.group(1).decode().split(",") if needs else []):
            add(need.replace("-", "_"))
        ordered.append(found[name])

    for name in names:
        add(name)
    return ordered


class Memory:
    """The file system that a guest starts from: a cpio archive of busybox, modules and what is put in."""

    def __init__(self, script, more=()):
        kernel()
        self.parts, self.folders = [], set()
        self.put("/bin/busybox", BUSYBOX, 0o755)
        lines = ["#!/bin/busybox sh", "export PATH=/bin", "/bin/busybox --install -s /bin"]
        lines += [f"mkdir -p /{name} && mount -t {kind} {kind} /{name}" for name, kind in [("proc", "proc"), ("sys", "sysfs"), ("dev", "devtmpfs")]]
        for path in modules([*MODULES, *more]):
            name = f"/lib/modules/{os.path.basename(path)}"
            self.put(name, path, 0o644)
            lines.append(f"insmod {name}")
        self.write("/init", ("\n".join(lines) + "\n" + script).encode(), 0o755)

    def program(self, path):
        """A program with the libraries that it is linked to; gives where it lies."""
        libraries = re.findall(r"(/\S+) \(0x", said("ldd", path))
        for library in libraries:
            self.put(library, library, 0o755)
        # Without what only a debugger reads, which is most of it.
        with tempfile.NamedTemporaryFile() as small:
            subprocess.run(["strip", "-o", small.name, path], check=True)
            self.put("/bin/program", small.name, 0o755)
        return "/bin/program"

    def put(self, name, path, mode):
        with open(path, "rb") as opened:
            self.write(name, opened.read(), mode)

    def write(self, name, body, mode):
        folder = os.path.dirname(name)
        if folder != "/" and folder not in self.folders:
            self.folders.add(folder)
            above = os.path.dirname(folder)
            if above != "/" and above not in self.folders:
                self.write(f"{above}/.keep", b"", 0o644)
            self.entry(folder, b"", 0o040755)
        self.entry(name, body, 0o100000 | mode)

    def entry(self, name, body, mode):
        name = name.lstrip("/").encode() + b"\0"
        numbers = [len(self.parts) + 1, mode, 0, 0, 1, 0, len(body), 0, 0, 0, 0, len(name), 0]
        head = b"070701" + b"".join(b"%08X" % number for number in numbers) + name
        self.parts.append(head + b"\0" * (-len(head) % 4) + body + b"\0" * (-len(body) % 4))

    def save(self, path):
        self.entry("TRAILER!!!", b"", 0)
        with open(path, "wb") as written:
            written.write(b"".join(self.parts))
        return path


def start(memory, *more, append="", megabytes=768, **streams):
    """A guest from memory; what stands on its serial line is this process's standard output."""
    vmlinuz = sorted(glob.glob(f"{CACHE}/boot/vmlinuz-*"))[-1]
    # A machine that is a guest itself may offer KVM and then stand still: it is used where somebody says so.
    fast = os.environ.get("TALLYBOX_KVM") == "1"
    processor = ["-enable-kvm", "-cpu", "host"] if fast else ["-accel", "tcg,thread=multi", "-cpu", "max"]
    command = [
        "qemu-system-x86_64", *processor, "-m", str(megabytes), "-display", "none", "-no-reboot", "-nic", "none", "-nodefaults",
        "-serial", "stdio", "-kernel", vmlinuz, "-initrd", memory, "-append", f"console=ttyS0 quiet panic=-1 {append}", *more,
    ]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **streams)
