#!/bin/sh
# The program of the kiosk's package: built without `serve`, into target/kiosk/tallybox, for tests/package.rs. The
# ordinary build is made again afterwards, since both have one name.
set -e
cd "$(dirname "$0")/../.."
cargo build --locked --no-default-features
mkdir -p target/kiosk
cp target/debug/tallybox target/kiosk/tallybox.new
mv target/kiosk/tallybox.new target/kiosk/tallybox
cargo build --locked
