#!/usr/bin/env python3
"""Makes every kind of tampered bundle out of sound ones, so that a merge can be seen to catch each.

It knows the format from docs/format.md §8 to §11 alone and shares no code with the program. Only the
standard library and `openssl` (for Ed25519) are used.

    bundle_editor.py WORK OUT

WORK holds `box.bundle` (an export of a box), `other.bundle` (of another box), `foreign.bundle` (of a
box with another survey), and `keys.json`: hex seeds `{"box", "stranger", "owner", "thief"}`. Each
tampered bundle is written to OUT/CLASS.bundle, and one JSON line a class is printed:
`{"class", "leaf"}`, where `leaf` is the record it is about, or empty. What a merge must say to each
stands in tests/tamper.rs, not here.

The hash at a bundle's end is a check on the way, not a signature: whoever tampers works it out
anew, so every class here does.
"""

import base64
import copy
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

MAGIC = b"tallybox/v1/bundle\n"


# The format.

class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, length):
        piece = self.data[self.at:self.at + length]
        assert len(piece) == length, "the sound bundle is cut"
        self.at += length
        return piece

    def number(self, width):
        return int.from_bytes(self.take(width), "big")

    def counted(self):
        return self.take(self.number(4))


def parse(data):
    """A bundle as a dictionary of its pieces."""
    source = Reader(data)
    assert source.take(len(MAGIC)) == MAGIC
    end = data.index(b"\n", source.at)
    bundle = {"line": source.take(end - source.at)}
    source.take(1)
    bundle["note"] = source.counted()
    bundle["documents"] = [
        {"kind": source.number(1), "sha256": source.take(32), "body": source.counted()}
        for _ in range(source.number(4))
    ]
    count = source.number(8)
    bundle["leaves"] = [source.take(32) for _ in range(count)]
    bundle["records"] = []
    for _ in range(count):
        record = {"header": source.counted(), "signature": source.take(64)}
        record["parts"] = [
            source.counted() if source.number(1) else None for _ in range(source.number(1))
        ]
        bundle["records"].append(record)
    assert hashlib.sha256(data[:source.at]).digest() == source.take(32)
    assert source.at == len(data)
    return bundle


def counted(data):
    return len(data).to_bytes(4, "big") + data


def written(bundle):
    """The bytes of a bundle; `count` may lie, everything else is as it stands."""
    out = [MAGIC, bundle["line"], b"\n", counted(bundle["note"])]
    out.append(bundle.get("document_count", len(bundle["documents"])).to_bytes(4, "big"))
    for document in bundle["documents"]:
        out += [bytes([document["kind"]]), document["sha256"], counted(document["body"])]
    out.append(bundle.get("count", len(bundle["leaves"])).to_bytes(8, "big"))
    out += bundle["leaves"]
    for record in bundle["records"]:
        out += [counted(record["header"]), record["signature"], bytes([len(record["parts"])])]
        out += [b"\0" if part is None else b"\1" + counted(part) for part in record["parts"]]
    body = b"".join(out)
    return body + hashlib.sha256(body).digest()


def leaf_of(record):
    return hashlib.sha256(b"\0" + record["header"] + record["signature"]).digest()


def root(leaves):
    """RFC 6962, over leaves that are hashes already."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\1" + root(leaves[:half]) + root(leaves[half:])).digest()


# Signing, as whoever holds a seed can.

def sign(seed, message):
    """Ed25519 through openssl; gives (public key, signature)."""
    with tempfile.TemporaryDirectory() as folder:
        key, data = pathlib.Path(folder, "key"), pathlib.Path(folder, "data")
        key.write_bytes(bytes.fromhex("302e020100300506032b657004220420") + seed)
        data.write_bytes(message)
        public = subprocess.run(
            ["openssl", "pkey", "-inform", "DER", "-in", key, "-pubout", "-outform", "DER"],
            check=True, capture_output=True).stdout[-32:]
        signature = subprocess.run(
            ["openssl", "pkeyutl", "-sign", "-rawin", "-keyform", "DER", "-inkey", key, "-in", data],
            check=True, capture_output=True).stdout
    return public, signature


def verifier(public):
    name = "tallybox/box/" + hashlib.sha256(public).digest()[:8].hex()
    typed = b"\1" + public
    short = hashlib.sha256(name.encode() + b"\n" + typed).digest()[:4]
    return name, short, f"{name}+{short.hex()}+{base64.b64encode(typed).decode()}".encode()


def stamp(bundle, seed, size=None, keep_line=False):
    """Signs a checkpoint over the leaves as they stand, as the holder of a box's seed would."""
    public, _ = sign(seed, b"-")
    name, short, line = verifier(public)
    size = len(bundle["leaves"]) if size is None else size
    called = bundle["note"].split(b"\n")[3].decode()
    text = f"{name}\n{size}\n{base64.b64encode(root(bundle['leaves'])).decode()}\n{called}\n"
    _, signature = sign(seed, text.encode())
    proof = base64.b64encode(short + signature).decode()
    bundle["note"] = f"{text}\n\u2014 {name} {proof}\n".encode()
    if not keep_line:
        bundle["line"] = line
    return bundle


def made(seed, change, like):
    """A record as the holder of a seed signs it: `like`'s header after `change`, and its parts."""
    header = json.loads(like["header"])
    public, _ = sign(seed, b"-")
    header["signer"] = public.hex()
    header["response"] = hashlib.sha256(public).digest()[:16].hex()
    change(header)
    data = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    _, signature = sign(seed, b"tallybox/v1/record\n" + data)
    parts = like["parts"] if header["parts"] else []
    return {"header": data, "signature": signature, "parts": parts}


def with_records(bundle, records):
    """The bundle of these records in leaf order; its checkpoint is left as it is."""
    bundle["records"] = sorted(records, key=leaf_of)
    bundle["leaves"] = [leaf_of(record) for record in bundle["records"]]
    return bundle


# The classes. Each takes the sound bundles and the seeds and gives (bytes, leaf or b"").

def edited(bundle, index, member, old, new):
    """One record whose header says something else; nobody signed that."""
    record = bundle["records"][index]
    assert old in record["header"], member
    record["header"] = record["header"].replace(old, new, 1)
    return written(bundle), bundle["leaves"][index]


def insider(box, seeds, change, seed="owner"):
    """The box's own key holder adds a record that somebody made up, and signs a checkpoint over it."""
    bundle, record = copy.deepcopy(box), None
    record = made(bytes.fromhex(seeds[seed]), change, box["records"][0])
    with_records(bundle, bundle["records"] + [record])
    return written(stamp(bundle, bytes.fromhex(seeds["box"]))), leaf_of(record)


def set_kind(header, kind, **more):
    header.update(kind=kind, revision=0, parts=[], **more)


def classes(box, other, foreign, seeds):
    def fresh():
        return copy.deepcopy(box)

    victim = json.loads(box["records"][0]["header"])

    # Delete.
    bundle = fresh()
    del bundle["records"][1], bundle["leaves"][1]
    yield "delete", written(bundle), b""
    bundle = fresh()
    bundle["records"][1], bundle["leaves"][1] = bundle["records"][0], bundle["leaves"][0]
    yield "delete-by-doubling", written(bundle), b""
    bundle = fresh()
    del bundle["records"][1]
    yield "delete-but-listed", written(bundle), b""
    bundle = fresh()
    bundle["records"][1]["parts"] = [None] * len(bundle["records"][1]["parts"])
    yield "delete-the-answers", written(bundle), bundle["leaves"][1]
    # Insert.
    bundle = with_records(fresh(), box["records"] + [other["records"][0]])
    yield "insert", written(bundle), b""
    bundle = with_records(fresh(), box["records"][1:] + [other["records"][0]])
    yield "insert-for-another", written(bundle), b""
    bundle = fresh()
    bundle["records"][1]["parts"].append(b"more")
    yield "insert-a-part", written(bundle), bundle["leaves"][1]
    # Swap.
    bundle = fresh()
    bundle["records"][0], bundle["records"][1] = bundle["records"][1], bundle["records"][0]
    yield "swap-records", written(bundle), bundle["leaves"][0]
    bundle = fresh()
    bundle["leaves"][0], bundle["leaves"][1] = bundle["leaves"][1], bundle["leaves"][0]
    bundle["records"][0], bundle["records"][1] = bundle["records"][1], bundle["records"][0]
    yield "swap-order", written(bundle), b""
    bundle = fresh()
    first, second = bundle["records"][:2]
    first["parts"], second["parts"] = second["parts"], first["parts"]
    yield "swap-answers", written(bundle), bundle["leaves"][0]
    bundle = fresh()
    bundle["records"][0]["parts"].reverse()
    yield "swap-parts", written(bundle), bundle["leaves"][0]
    # Replay.
    bundle = fresh()
    bundle["note"] = other["note"]
    yield "replay-a-checkpoint", written(bundle), b""
    bundle = fresh()
    bundle["records"].insert(1, bundle["records"][0])
    bundle["leaves"].insert(1, bundle["leaves"][0])
    yield "replay-a-record", written(bundle), b""
    bundle = stamp(bundle, bytes.fromhex(seeds["box"]))
    yield "replay-a-record-signed", written(bundle), b""
    # Re-sign: by a key that is not enrolled, under its own line and under the victim's.
    yield "resign", written(stamp(fresh(), bytes.fromhex(seeds["stranger"]))), b""
    bundle = stamp(fresh(), bytes.fromhex(seeds["stranger"]), keep_line=True)
    yield "resign-under-its-line", written(bundle), b""
    bundle = fresh()
    stamped = stamp(fresh(), bytes.fromhex(seeds["stranger"]))["note"].split(b" ")[-1]
    own = base64.b64decode(box["note"].split(b" ")[-1])
    proof = base64.b64encode(own[:4] + base64.b64decode(stamped)[4:]) + b"\n"
    bundle["note"] = b" ".join(bundle["note"].split(b" ")[:-1] + [proof])
    yield "resign-under-its-name", written(bundle), b""
    # Cross-survey.
    yield "cross-survey-edited", *edited(fresh(), 0, "survey", b'"survey":"skills"', b'"survey":"pets"')
    bundle = with_records(fresh(), box["records"] + [foreign["records"][0]])
    stamp(bundle, bytes.fromhex(seeds["box"]))
    yield "cross-survey", written(bundle), leaf_of(foreign["records"][0])
    # Cross-box.
    bundle = fresh()
    bundle.update(records=other["records"], leaves=other["leaves"])
    yield "cross-box-records", written(bundle), b""
    bundle = fresh()
    bundle["line"] = other["line"]
    yield "cross-box-line", written(bundle), b""
    # Truncate.
    whole = written(box)
    for cut in ["front", "leaves", "records", "end"]:
        places = {"front": len(MAGIC) + 200, "leaves": whole.index(box["leaves"][1]) + 7,
                  "records": len(whole) // 2, "end": len(whole) - 1}
        yield f"truncate-{cut}", whole[:places[cut]], b""
    yield "append", whole + b"\0", b""
    # Lying counts.
    for name, count in [("more", len(box["leaves"]) + 1), ("fewer", len(box["leaves"]) - 1),
                        ("huge", 2 ** 64 - 1)]:
        bundle = fresh()
        bundle["count"] = count
        yield f"count-{name}", written(bundle), b""
    bundle = stamp(fresh(), bytes.fromhex(seeds["box"]), size=10 ** 6)
    bundle["count"] = 10 ** 6
    yield "count-signed", written(bundle), b""
    bundle = fresh()
    bundle["document_count"] = 2 ** 32 - 1
    yield "count-documents", written(bundle), b""
    at = whole.index(box["records"][0]["header"]) - 4
    yield "count-header", whole[:at] + b"\xff\xff\xff\xff" + whole[at + 4:], b""
    # Lying epochs.
    yield "epoch-edited", *edited(fresh(), 0, "epoch", b'"epoch":1', b'"epoch":9')
    yield "epoch-to-come", *insider(box, seeds, lambda header: header.update(epoch=99))
    # Forged revisions and withdrawals: a thief signs with a key of its own in the owner's name.
    yield "forged-revision", *insider(
        box, seeds, lambda header: header.update(response=victim["response"], revision=2), "thief")
    yield "forged-withdrawal", *insider(
        box, seeds, lambda header: set_kind(header, "withdrawal", response=victim["response"]), "thief")
    yield "forged-in-its-name", *insider(
        box, seeds, lambda header: header.update(
            response=victim["response"], signer=victim["signer"], revision=2), "thief")
    yield "forged-revision-edited", *edited(fresh(), 0, "revision", b'"revision":1', b'"revision":7')
    # What only an institution may say.
    target = box["leaves"][0].hex()
    yield "forged-annulment", *insider(box, seeds, lambda header: set_kind(
        header, "annulment", response=victim["response"], reason="test"), "thief")
    yield "forged-purge", *insider(box, seeds, lambda header: set_kind(
        header, "purge", response=None, leaves=[target]), "thief")
    # Documents.
    bundle = fresh()
    next(one for one in bundle["documents"] if one["kind"] == 2)["body"] += b" "
    yield "document-changed", written(bundle), b""
    data, leaf = insider(box, seeds, lambda header: header.update(epoch=9))
    bundle = parse(data)
    for document in bundle["documents"]:
        if document["kind"] == 2:
            document["body"] = document["body"].replace(b'"epoch":1', b'"epoch":9', 1)
            document["sha256"] = hashlib.sha256(document["body"]).digest()
    bundle["documents"].sort(key=lambda document: document["sha256"])
    yield "epoch-with-a-key-set-of-ones-own", written(bundle), leaf


def main(work, out):
    work, out = pathlib.Path(work), pathlib.Path(out)
    names = ["box", "other", "foreign"]
    bundles = [parse((work / f"{name}.bundle").read_bytes()) for name in names]
    for name, bundle in zip(names, bundles):
        assert written(bundle) == (work / f"{name}.bundle").read_bytes(), "read is not written back"
    seeds = json.loads((work / "keys.json").read_text())
    for name, data, leaf in classes(*bundles, seeds):
        (out / f"{name}.bundle").write_bytes(data)
        print(json.dumps({"class": name, "leaf": leaf.hex()}))


main(*sys.argv[1:])
