#!/usr/bin/env python3
"""Bundles by way of a real S3 server on loopback (moto's: `pip install 'moto[server]'`, which brings boto3).

    python3 tests/rigs/s3_server.py PROGRAM [--responses 300]

PROGRAM is built with `--features cloud`. A box pushes, and pushes again; a desk pulls and merges; a push is killed
between its pieces and goes on; two copies of one box push at the same moment; the list of pieces is lost. In the end
every object was put once (the server takes puts only where nothing has the name), and the desk holds, record by
record and part by part, what the box holds. Prints one JSON object.
"""

import argparse
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

import boto3
from botocore.config import Config
from botocore.exceptions import EndpointConnectionError

KEYS = {"aws_access_key_id": "loopback", "aws_secret_access_key": "loopback", "region_name": "us-east-1"}


class Server:
    """The server, with one bucket."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.log = open(os.path.join(folder, "server.log"), "wb")
        self.process = subprocess.Popen(
            ["moto_server", "-H", "127.0.0.1", "-p", str(port)], stdout=self.log, stderr=self.log
        )
        self.client = boto3.client("s3", endpoint_url=self.url, config=Config(retries={"max_attempts": 0}), **KEYS)
        until = time.monotonic() + 60
        while True:
            try:
                self.client.create_bucket(Bucket="boxes")
                return
            except EndpointConnectionError:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise

    def objects(self, prefix):
        listed = self.client.list_objects_v2(Bucket="boxes", Prefix=prefix + "/")
        return sorted(one["Key"] for one in listed.get("Contents", []))

    def end(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()


class Rig:
    def __init__(self, program, folder, server):
        self.program, self.folder, self.server = os.path.abspath(program), folder, server
        self.environment = {
            **os.environ, "AWS_ENDPOINT": server.url, "AWS_ALLOW_HTTP": "true",
            **{name.upper().replace("REGION_NAME", "AWS_REGION"): value for name, value in KEYS.items()},
        }

    def at(self, name):
        return os.path.join(self.folder, name)

    def start(self, *arguments):
        return subprocess.Popen(
            [self.program, *arguments], env=self.environment, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )

    @staticmethod
    def ended(process):
        said, aside = process.communicate()
        assert process.returncode == 0, f"{process.args[1:]}: {process.returncode}: {said}{aside}"
        return said

    def done(self, *arguments):
        return self.ended(self.start(*arguments))

    def push(self, home, prefix):
        return self.start("bundle", "push", "--home", self.at(home), f"s3://boxes/{prefix}", "--final", "--json")

    def pull(self, prefix, into):
        return json.loads(self.done("bundle", "pull", f"s3://boxes/{prefix}", self.at(into), "--json"))

    def rows(self, home):
        """Every record and every part of a home's store, as an independent SQLite reads them."""
        connection = sqlite3.connect(os.path.join(self.at(home), "box", "store.sqlite"))
        try:
            records = connection.execute("SELECT leaf, header, signature FROM record ORDER BY leaf").fetchall()
            parts = connection.execute("SELECT leaf, audience, sealed FROM part ORDER BY leaf, audience").fetchall()
            return records, parts
        finally:
            connection.close()


def pushed_and_merged(rig):
    """The first push, the same again, a pull, the same again, and a desk that merges."""
    first = json.loads(rig.ended(rig.push("box", "plain")))
    assert first["new"] > 0 and first["bytes"] > 0, first
    second = json.loads(rig.ended(rig.push("box", "plain")))
    assert second["bytes"] == 0, second
    assert len(rig.pull("plain", "in")["new"]) == 1
    again = rig.pull("plain", "in")
    assert again["new"] == [] and again["were_here"] == 1, again
    bundles = [os.path.join(rig.at("in"), name) for name in sorted(os.listdir(rig.at("in")))]
    rig.done("init", rig.at("desk"))
    subprocess.run(["cp", "-r", os.path.join(rig.at("box"), "keys"), rig.at("desk")], check=True)
    for bundle in bundles:
        rig.done("box", "enrol", bundle, "--yes", "--home", rig.at("desk"))
    rig.done("merge", rig.at("desk"), *bundles)
    assert rig.rows("desk") == rig.rows("box"), "the desk holds something else than the box"
    return first


def cut_off(rig, first):
    """A push is killed once its first piece is there; the next goes on from it."""
    process = rig.push("box", "cut")
    while not rig.server.objects("cut"):
        assert process.poll() is None, "it was done before its first piece was seen"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    left = rig.server.objects("cut")
    assert not any(name.endswith("/end") for name in left), left
    assert rig.pull("cut", "cut-in")["new"] == [], "half an export was taken"
    again = json.loads(rig.ended(rig.push("box", "cut")))
    assert again["were_there"] == len(left) and again["pieces"] == first["pieces"] - len(left), (again, left)
    assert len(rig.pull("cut", "cut-in")["new"]) == 1
    return {"left by the one that was killed": len(left), "put by the next": again["pieces"]}


def at_once(rig, first):
    """Two copies of one box push at the same moment: each object is one's, and both end well."""
    both = [rig.push("box", "both"), rig.push("copy", "both")]
    told = [json.loads(rig.ended(process)) for process in both]
    put, there = (sum(one[name] for one in told) for name in ("pieces", "were_there"))
    assert put == first["pieces"], told
    names = rig.server.objects("both")
    assert len(names) == first["pieces"] + 1 and len(rig.pull("both", "both-in")["new"]) == 1, names
    return {"put": put, "found there": there}


def list_lost(rig, first):
    """The list of pieces is lost: the pieces are not put again, and the export is whole once more."""
    end = [name for name in rig.server.objects("plain") if name.endswith("/end")]
    rig.server.client.delete_object(Bucket="boxes", Key=end[0])
    third = json.loads(rig.ended(rig.push("box", "plain")))
    assert third["were_there"] == first["pieces"] and third["bytes"] == 0, third


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--responses", type=int, default=300)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder)
        try:
            rig = Rig(asked.program, folder, server)
            rig.done("demo", "--responses", str(asked.responses), "--home", rig.at("box"), "--no-open")
            first = pushed_and_merged(rig)
            report = {"pieces": first["pieces"], "bytes": first["bytes"], "cut off": cut_off(rig, first)}
            subprocess.run(["cp", "-r", rig.at("box"), rig.at("copy")], check=True)
            report["two at once"] = at_once(rig, first)
            list_lost(rig, first)
        finally:
            server.end()
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
