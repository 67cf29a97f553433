#!/usr/bin/env python3
"""Reads the vectors as docs/format.md says, and fails where page and bytes disagree.

It is written from that page alone and shares no code with the program. Python's `cryptography` checks the
signatures (it comes with python3-asyncssh).

    format_reader.py VECTORS

VECTORS is tests/data/vectors. Each vector that was read is printed on a line of its own.
"""

import base64
import hashlib
import hmac
import json
import pathlib
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HEADER = ["format", "survey", "wave", "fingerprint", "epoch", "response", "revision", "kind", "signer", "parts"]
ADDED = {"response": [], "withdrawal": [], "annulment": ["reason"], "purge": ["leaves"], "reseal": ["resealed"]}
PART = ["survey", "wave", "fingerprint", "response", "revision", "audience", "language", "date", "replaces_lost",
        "imported", "link", "warned", "answers"]


def sha256(data):
    return hashlib.sha256(data).digest()


def verify(key, signature, message):
    Ed25519PublicKey.from_public_bytes(key).verify(signature, message)


def derive(key, salt, info, length):
    """HKDF-SHA-256 of at most 32 bytes."""
    extracted = hmac.new(salt, key, hashlib.sha256).digest()
    return hmac.new(extracted, info + b"\x01", hashlib.sha256).digest()[:length]


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def code(vector):
    """Section 3, and the id of section 5."""
    bits = bytes.fromhex(vector["bits"])
    number = int.from_bytes(bits + sha256(bits)[:1], "big")
    assert f"{number:027d}" == vector["digits"]
    salt = f"{vector['survey']}\n{vector['wave']}".encode()
    for name, length in (("draft", 16), ("age", 32), ("sign", 32), ("link", 16)):
        assert derive(bits, salt, f"tallybox/v1/{name}".encode(), length).hex() == vector[name], name
    assert sha256(bytes.fromhex(vector["signer"]))[:16].hex() == vector["response"]
    return "code " + vector["digits"]


def part(line):
    """Section 6: which members, and in which order."""
    members = list(json.loads(line))
    assert members == [name for name in PART if name in members], members
    assert compact(json.loads(line)) == line.encode()
    return "part " + json.loads(line)["audience"]


def key_set(document):
    """Section 7."""
    line, seal, rest = document.split(b"\n")
    signer, signature = (bytes.fromhex(word) for word in seal.decode().split(" "))
    verify(signer, signature, b"tallybox/v1/keyset\n" + line)
    fields = json.loads(line)
    assert list(fields) == ["format", "epoch", "date", "previous", "institution", "statistics", "departments"]
    assert compact(fields) == line and rest == b""
    return f"key set {fields['epoch']}"


def header(raw, signature, leaf):
    """Section 8."""
    fields = json.loads(raw)
    assert compact(fields) == raw
    assert list(fields) == HEADER + ADDED[fields["kind"]], list(fields)
    verify(bytes.fromhex(fields["signer"]), signature, b"tallybox/v1/record\n" + raw)
    assert sha256(b"\x00" + raw + signature) == leaf
    if fields["kind"] in ("response", "withdrawal"):
        assert sha256(bytes.fromhex(fields["signer"]))[:16].hex() == fields["response"]
    return fields


def root(leaves):
    """The tree hash of RFC 6962 over hashes of leaves."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"")
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return sha256(b"\x01" + root(leaves[:left]) + root(leaves[left:]))


def checkpoint(note, line, leaves):
    """Section 10."""
    name, _, key = line.split("+", 2)
    kind, key = base64.b64decode(key)[0], base64.b64decode(key)[1:]
    assert kind == 1 and name == "tallybox/box/" + sha256(key)[:8].hex()
    signed, signature = note.split("\n\n")
    origin, size, top, title = signed.split("\n")
    assert (origin, int(size), base64.b64decode(top)) == (name, len(leaves), root(leaves))
    assert title.startswith("name ")
    verify(key, base64.b64decode(signature.split(" ")[2])[4:], signed.encode() + b"\n")


class Source:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, length):
        piece = self.data[self.at:self.at + length]
        assert len(piece) == length, "it is cut"
        self.at += length
        return piece

    def number(self, width):
        return int.from_bytes(self.take(width), "big")

    def counted(self):
        return self.take(self.number(4))


def bundle(data):
    """Section 11."""
    source = Source(data)
    assert source.take(19) == b"tallybox/v1/bundle\n"
    line = source.take(data.index(b"\n", source.at) - source.at).decode()
    source.take(1)
    note = source.counted().decode()
    for _ in range(source.number(4)):
        assert source.number(1) in (1, 2)
        digest = source.take(32)
        assert sha256(source.counted()) == digest
    leaves = [source.take(32) for _ in range(source.number(8))]
    assert leaves == sorted(set(leaves))
    checkpoint(note, line, leaves)
    for leaf in leaves:
        fields = header(source.counted(), source.take(64), leaf)
        named = fields.get("resealed", fields["parts"])
        assert source.number(1) == len(named)
        for one in named:
            if source.number(1):
                sealed = source.counted()
                assert (len(sealed), sha256(sealed).hex()) == (one["length"], one["sha256"])
    end = source.at
    assert source.take(32) == sha256(data[:end]) and source.at == len(data)
    return f"bundle {len(leaves)}"


def main(folder):
    for vector in json.loads((folder / "code.json").read_text())["codes"]:
        print(code(vector))
    for line in (folder / "parts.txt").read_text().splitlines():
        if not line.startswith("#"):
            print(part(line))
    print(key_set((folder / "keyset-000001.txt").read_bytes()))
    for vector in json.loads((folder / "record.json").read_text())["records"]:
        signature, leaf = bytes.fromhex(vector["signature"]), bytes.fromhex(vector["leaf"])
        print("record", header(vector["header"].encode(), signature, leaf)["kind"])
    print(bundle((folder / "bundle.bin").read_bytes()))


main(pathlib.Path(sys.argv[1]))
