#!/usr/bin/env bash
# The long form of tests/depot.rs for an object store: builds with `--features cloud`, starts a real S3 server on
# loopback (moto's, `pip install 'moto[server]'`), pushes, pulls, cuts off, and compares what the desk holds.
#
#     tests/rigs/s3_server.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --locked --features cloud
program=$PWD/target/debug/tallybox
work=$(mktemp -d)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
moto_server -H 127.0.0.1 -p "$port" > "$work/server.log" 2>&1 &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
export AWS_ACCESS_KEY_ID=loopback AWS_SECRET_ACCESS_KEY=loopback AWS_REGION=us-east-1
export AWS_ENDPOINT="http://127.0.0.1:$port" AWS_ALLOW_HTTP=true
curl --silent --fail --retry 60 --retry-connrefused --retry-delay 1 -X PUT "$AWS_ENDPOINT/boxes" > /dev/null

# A home with its keys, and a box with 40 made-up responses.
"$program" demo --responses 40 --home "$work/demo" --no-open > /dev/null
"$program" init "$work/desk" > /dev/null
cp -r "$work/demo/keys" "$work/desk/"
push=("$program" bundle push --home "$work/demo" s3://boxes/2027)
"${push[@]}" --final --json | tee "$work/first"
"${push[@]}" --final --json | tee "$work/second"
python3 - "$work/first" "$work/second" <<'PYTHON'
import json, sys
first, second = (json.load(open(path)) for path in sys.argv[1:])
assert first["new"] > 0 and first["bytes"] > 0, first
assert second["bytes"] == 0, second
PYTHON
"$program" bundle pull s3://boxes/2027 "$work/in"
"$program" bundle pull s3://boxes/2027 "$work/in" --json | grep '"were_here":1'
for bundle in "$work"/in/*.bundle; do
  "$program" box enrol "$bundle" --yes --home "$work/desk"
done
"$program" merge "$work/desk" "$work"/in/*.bundle

# The list of pieces is lost: the pieces are there, are not put again, and the export is whole once more.
name=$(curl --silent "$AWS_ENDPOINT/boxes?prefix=2027/" | grep -o '2027/[^<]*/end')
curl --silent --fail -X DELETE "$AWS_ENDPOINT/boxes/$name"
"${push[@]}" --final --json | tee "$work/third"
python3 - "$work/first" "$work/third" <<'PYTHON'
import json, sys
first, third = (json.load(open(path)) for path in sys.argv[1:])
assert third["were_there"] == first["pieces"] and third["bytes"] == 0, third
PYTHON
echo "an S3 server on loopback holds what the box pushed, once"
