#!/usr/bin/env bash
# A clean Debian of this machine's release, as a tar file: `clean_root.sh FILE`. Made once a machine (half a minute),
# then kept; tests/package.rs installs the packages into copies of it.
set -euo pipefail

file=${1:?where to}
[ ! -s "$file" ] || exit 0
mkdir -p "$(dirname "$file")"
part=$(mktemp "$file.XXXXXX")
trap 'rm -f "$part"' EXIT
# shellcheck source=/dev/null
release=$(. /etc/os-release && echo "$VERSION_CODENAME")
mmdebstrap --quiet --format=tar --variant=minbase --dpkgopt=force-unsafe-io \
  --include=systemd-standalone-sysusers "$release" "$part"
mv "$part" "$file"
