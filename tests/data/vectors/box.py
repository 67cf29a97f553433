#!/usr/bin/env python3
"""Makes box.json, checkpoint.txt, verifier.txt and bundle.bin from the design alone, with none of our code.

Needs the Python package `cryptography`. Run it in this folder; Ed25519 is deterministic, so the files
come out the same every time.
"""
import base64, hashlib, json, struct
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

sha = lambda data: hashlib.sha256(data).digest()
key = lambda seed: Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
public = lambda k: k.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
b64 = lambda data: base64.b64encode(data).decode()

questionnaire = b'{"survey":{"id":"skills"}}'
keyset = b'{"format":"tallybox/v1/keyset","epoch":1}\nsigned\n'


def record(owner, kind, revision, parts, **more):
    k = key(owner)
    header = {
        "format": "tallybox/v1", "survey": "skills", "wave": "", "fingerprint": sha(questionnaire).hex(),
        "epoch": 1, "response": None, "revision": revision, "kind": kind, "signer": public(k).hex(),
        "parts": [{"audience": a, "length": len(p), "sha256": sha(p).hex()} for a, p in parts],
    }
    if kind in ("response", "withdrawal"):
        header["response"] = sha(public(k))[:16].hex()
    header.update(more)
    header = json.dumps(header, separators=(",", ":")).encode()
    signature = k.sign(b"tallybox/v1/record\n" + header)
    return sha(b"\0" + header + signature), header, signature, parts


def root(leaves):
    if not leaves:
        return sha(b"")
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha(b"\1" + root(leaves[:half]) + root(leaves[half:]))


first = record(1, "response", 1, [("lead", b"sealed lead 1"), ("mine", b"sealed mine 1")])
second = record(2, "response", 1, [("lead", b"sealed lead 2"), ("mine", b"sealed mine 2")])
gone = record(3, "response", 1, [("lead", b"sealed lead 3"), ("mine", b"sealed mine 3")])
back = record(3, "withdrawal", 0, [])
annulled = record(9, "annulment", 0, [], response=sha(public(key(2)))[:16].hex(), reason="duplicate")
new_part = b"sealed anew lead"
resealed = record(9, "reseal", 0, [], resealed=[{
    "leaf": first[0].hex(), "audience": "lead", "epoch": 2, "length": len(new_part), "sha256": sha(new_part).hex()}])
purged = record(9, "purge", 0, [], leaves=[second[0].hex()])

present = {first[0]: [None, b"sealed mine 1"], second[0]: [None, None], gone[0]: [None, None], resealed[0]: [new_part]}
records = sorted([first, second, gone, back, annulled, resealed, purged])
leaves = [r[0] for r in records]

box = key(77)
origin = "tallybox/box/" + sha(public(box))[:8].hex()
typed = b"\1" + public(box)
key_hash = sha(origin.encode() + b"\n" + typed)[:4]
verifier = f"{origin}+{key_hash.hex()}+{b64(typed)}"
text = f"{origin}\n{len(leaves)}\n{b64(root(leaves))}\nname Chemistry stores\n"
note = f"{text}\n\u2014 {origin} {b64(key_hash + box.sign(text.encode()))}\n"

u32 = lambda n: struct.pack(">I", n)
out = b"tallybox/v1/bundle\n" + verifier.encode() + b"\n" + u32(len(note.encode())) + note.encode()
documents = sorted([(sha(questionnaire), 1, questionnaire), (sha(keyset), 2, keyset)])
out += u32(len(documents))
for digest, kind, body in documents:
    out += bytes([kind]) + digest + u32(len(body)) + body
out += struct.pack(">Q", len(leaves)) + b"".join(leaves)
for leaf, header, signature, _ in records:
    parts = present.get(leaf, [])
    out += u32(len(header)) + header + signature + bytes([len(parts)])
    for part in parts:
        out += b"\0" if part is None else b"\1" + u32(len(part)) + part
out += sha(out)

open("checkpoint.txt", "w").write(note)
open("verifier.txt", "w").write(verifier + "\n")
open("bundle.bin", "wb").write(out)
json.dump({
    "box_seed": 77, "institution_seed": 9, "name": "Chemistry stores", "leaves": [l.hex() for l in leaves],
    "root": root(leaves).hex(), "counting": [first[0].hex()],
}, open("box.json", "w"), indent=1)
