#!/usr/bin/env python3
"""Writes keyset.txt: two key sets of a chain, made without a line of Tallybox's own code.

Recipients come from `age-keygen -y`, signatures from `openssl pkeyutl`, the BIP-39 list from the
file given as the first argument (one word a line). Run in this folder; the output is fixed.
"""
import hashlib, json, pathlib, subprocess, sys, tempfile

CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def polymod(values):
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, constant in enumerate([0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3]):
            check ^= constant if top >> bit & 1 else 0
    return check


def bech32(prefix, data):
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    fives = [int(bits[at:at + 5], 2) for at in range(0, len(bits), 5)]
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    check = polymod(expanded + fives + [0] * 6) ^ 1
    fives += [check >> 5 * (5 - at) & 31 for at in range(6)]
    return prefix + "1" + "".join(CHARSET[five] for five in fives)


def run(command, given):
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout


def recipient(secret):
    identity = bech32("age-secret-key-", secret).upper() + "\n"
    return run(["age-keygen", "-y"], identity.encode()).decode().strip()


def pkcs8(seed):
    return bytes.fromhex("302e020100300506032b657004220420") + seed


def verifier(seed):
    return run(["openssl", "pkey", "-inform", "DER", "-pubout", "-outform", "DER"], pkcs8(seed))[-32:].hex()


def sign(seed, message):
    with tempfile.TemporaryDirectory() as folder:
        key, text = pathlib.Path(folder, "key"), pathlib.Path(folder, "text")
        key.write_bytes(pkcs8(seed))
        text.write_bytes(message)
        command = ["openssl", "pkeyutl", "-sign", "-rawin", "-keyform", "DER", "-inkey", key, "-in", text]
        return run(command, b"").hex()


def document(epoch, date, previous, institution, statistics, departments, seed):
    line = json.dumps({
        "format": "tallybox/v1/keyset",
        "epoch": epoch,
        "date": date,
        "previous": previous,
        "institution": [{"recipient": recipient(s), "verifier": verifier(v)} for s, v in institution],
        "statistics": [recipient(s) for s in statistics],
        "departments": {code: recipient(s) for code, s in sorted(departments.items())},
    }, separators=(",", ":"))
    signature = sign(seed, b"tallybox/v1/keyset\n" + line.encode())
    return f"{line}\n{verifier(seed)} {signature}\n"


def fingerprint(text, words):
    bits = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
    chosen = [words[bits >> (256 - 11 * (at + 1)) & 2047] for at in range(4)]
    return f"{'-'.join(chosen)} {(bits >> (256 - 60) & 0xFFFF) % 100:02}"


def main():
    words = pathlib.Path(sys.argv[1]).read_text().split()
    secret = lambda byte: bytes([byte]) * 32
    first_holder, second_holder = (secret(1), secret(11)), (secret(2), secret(12))
    first = document(1, "2026-11-21", "", [first_holder], [], {}, secret(11))
    hash_of_first = hashlib.sha256(first.encode()).hexdigest()
    departments = {"CHEM": secret(4), "BIOL": secret(5)}
    second = document(2, "2027-01-11", hash_of_first, [first_holder, second_holder], [secret(3)], departments, secret(11))
    out = ["# Key sets (docs/format.md §7), by keyset.py. X25519 secrets are 32 bytes 01 (institution), 02 (institution),",
           "# 03 (statistics), 04 (CHEM), 05 (BIOL); Ed25519 seeds 0b and 0c (hex) of the two institutions; 0b signs both.",
           "# Each document is its two lines, each ended by a line feed."]
    for name, text in (("first", first), ("second", second)):
        line, seal = text.splitlines()
        out += [f"{name}.line {line}", f"{name}.seal {seal}",
                f"{name}.sha256 {hashlib.sha256(text.encode()).hexdigest()}",
                f"{name}.fingerprint {fingerprint(text, words)}"]
    pathlib.Path("keyset.txt").write_text("\n".join(out) + "\n")


main()
