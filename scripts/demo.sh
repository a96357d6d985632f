#!/bin/bash
# Shows the whole way of a link on a screen of its own: a click in Chromium,
# Chromium's question, Vestibule's, Join, the client. It is the end-to-end
# test, with its pictures kept.
#
#   scripts/demo.sh [DIRECTORY]     default: build/demo
set -euo pipefail

cd "$(dirname "$0")/.."
out=${1:-build/demo}
mkdir -p "$out"
out=$(cd "$out" && pwd)
rm -f "$out"/*.png "$out"/transcript.txt

scripts/packages.sh demo
go test -tags e2e -count=1 -run '^TestClickReachesTheMeeting$' ./internal/e2e -demo "$out"

echo
cat "$out/transcript.txt"
echo
echo "Pictures and this transcript: $out"
