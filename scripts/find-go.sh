#!/bin/bash
# Print the path of a Go that can build Vestibule: the one on the PATH if it
# will do, else one where installers put it. If there is none, say what to
# install and end with 1.
#
#   scripts/find-go.sh
set -euo pipefail
cd "$(dirname "$0")/.."

need=$(sed -n 's/^go \([0-9]*\.[0-9]*\).*/\1/p' go.mod)

# Whether the Go at this path is new enough, or can fetch itself a toolchain
# that is (Go 1.21 and later do so by default).
will_do() {
  local version
  version=$("$1" env GOVERSION 2>/dev/null) || return 1
  version=${version#go}
  [ -n "$version" ] && [ "$(printf '%s\n%s\n' "$need" "$version" | sort -V | head -n 1)" = "$need" ]
}

found=()
for go in "${GO:-}" "$(command -v go || true)" /usr/local/go/bin/go "/usr/lib/go-$need/bin/go" \
  "$HOME"/sdk/go*/bin/go /opt/go/bin/go /snap/bin/go; do
  if [ ! -x "$go" ]; then
    continue
  fi
  if will_do "$go"; then
    echo "$go"
    exit 0
  fi
  found+=("$go ($("$go" version 2>/dev/null | cut -d' ' -f3 || true))")
done

if [ ${#found[@]} -eq 0 ]; then
  echo "Vestibule needs Go $need or later, and there is no Go here." >&2
else
  echo "Vestibule needs Go $need or later; found only ${found[*]}." >&2
fi
echo "hint: install it from https://go.dev/dl/ (the packages of Debian 12 and Ubuntu are older)," >&2
echo "      or name one: make GO=/path/to/go" >&2
exit 1
