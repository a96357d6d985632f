#!/bin/bash
# Installs the Debian packages that Vestibule needs on Debian 12 or Ubuntu.
#
#   scripts/packages.sh PURPOSE...          build, run, test, bench, demo
#   scripts/packages.sh --list PURPOSE...   print the packages, install nothing
#
# It asks dpkg first: when all is there it says nothing and ends in a
# tenth of a second, so that every make target may call it. It says what it installs
# before it does, and removes no package.
set -euo pipefail

# One line of a list is one need: a package, or several joined by "|" of which
# any one will do; the first that apt knows is what gets installed.

# To compile both programs. Go itself is the reader's own.
build=(
  gcc
  libc6-dev
  pkg-config\|pkgconf
  libgtk-3-dev
  libayatana-appindicator3-dev
)

# To use them: registering a scheme, opening a link, drawing the window.
run=(
  dbus-daemon\|dbus
  desktop-file-utils        # update-desktop-database
  xdg-utils                 # xdg-open, xdg-mime
  file                      # how xdg-open knows that a file is text
  librsvg2-common           # GTK's own symbolic icons are SVG
  adwaita-icon-theme
  bubblewrap                # a client without a camera
  xdg-dbus-proxy            # and without the session bus's ways to one
)

# Sound servers of a test's own, with made-up microphones.
sound=(
  pulseaudio
  pulseaudio-utils          # pactl
  pipewire
  pipewire-pulse
  wireplumber
)

# To test them: a display, a window manager, a bus, eyes, hands and a browser.
test_needs=(
  xvfb
  openbox
  xdotool
  sway                      # a Wayland compositor without a screen
  grim                      # pictures of it
  at-spi2-core
  python3-pyatspi
  gir1.2-gtk-3.0
  browser
  firefox-esr\|firefox       # the guarded profile of the other family
  bubblewrap                # disks that are full or cannot be written
  libglib2.0-bin            # gio: the oracle for desktop entries
  imagemagick               # import: pictures of the screen
  x11-utils                 # xwininfo, xprop
  fonts-dejavu-core
  "${sound[@]}"
  publicsuffix              # the table the host rules are checked against
  libplist-utils            # plistutil: the macOS bundle and profile
  libxml2-utils             # xmllint: the templates of Windows
  ansible-core\|ansible      # the role for fleets
  node                      # runs Jitsi Meet's own code
  npm                       # brings it
  gnustep-back0.29-cairo\|gnustep-back0.30-cairo\|gnustep-back0.31-cairo\|gnustep-back0.32-cairo  # AppKit's like on Linux: the macOS panel (25 MB to fetch)
  shellcheck
)

# To compare them with others, in one run.
bench=(
  xvfb
  openbox
  at-spi2-core
  libx11-dev
  libxdamage-dev
  libxtst-dev               # keys that are measured
  zenity
  pasystray
  xdotool
  pulseaudio
  xdg-desktop-portal
  xdg-desktop-portal-gtk
)

usage() {
  sed -n '2,10s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

list_only=
needs=()
for word in "$@"; do
  case $word in
    --list) list_only=yes ;;
    build) needs+=("${build[@]}") ;;
    run) needs+=("${run[@]}") ;;
    test | demo) needs+=("${build[@]}" "${run[@]}" "${test_needs[@]}") ;;
    bench) needs+=("${build[@]}" "${run[@]}" "${bench[@]}") ;;
    *) usage ;;
  esac
done
[ ${#needs[@]} -gt 0 ] || usage

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "packages.sh: this system has no dpkg and apt; install these or their like yourself:" >&2
  printf '  %s\n' "${needs[@]}" | sort -u >&2
  exit 1
fi

# Every installed package of this machine, in one question to dpkg.
declare -A installed=()
while read -r status package; do
  [ "$status" != installed ] || installed[$package]=yes
done < <(dpkg-query -W -f='${db:Status-Status} ${Package}\n')

# A Chromium that may read a profile under /tmp. A snap may not, so Ubuntu's
# chromium, which is one, does not count.
real_browser() {
  local name path
  for name in chromium google-chrome-stable google-chrome chromium-browser; do
    path=$(command -v "$name") || continue
    case $(readlink -f "$path") in
      */snap | /snap/*) continue ;;
    esac
    # Ubuntu's chromium-browser is a script that starts the snap.
    if [ "$(head -c 2 "$path" | tr -d '\0')" = '#!' ] && grep -q '/snap/' "$path"; then
      continue
    fi
    return 0
  done
  return 1
}

# An entry of a list to the package that would meet it; empty if it is met.
missing() {
  local one
  local -a any
  case $1 in
    browser)
      real_browser || echo chromium
      return
      ;;
    # Many have these from elsewhere, where one package holds both.
    node)
      command -v node >/dev/null || echo nodejs
      return
      ;;
    npm)
      command -v npm >/dev/null || echo npm
      return
      ;;
  esac
  IFS='|' read -ra any <<<"$1"
  for one in "${any[@]}"; do
    if [ -n "${installed[$one]:-}" ]; then
      return
    fi
  done
  echo "${any[0]}"
}

if [ -n "$list_only" ]; then
  printf '%s\n' "${needs[@]}" | sed 's/^browser$/chromium/; s/^node$/nodejs/' | sort -u
  exit 0
fi

want=()
declare -A seen=()
for need in "${needs[@]}"; do
  package=$(missing "$need")
  if [ -n "$package" ] && [ -z "${seen[$package]:-}" ]; then
    seen[$package]=yes
    want+=("$package")
  fi
done
[ ${#want[@]} -gt 0 ] || exit 0

id=
[ ! -r /etc/os-release ] || id=$(sed -n 's/^ID=//p' /etc/os-release | tr -d '"')
if [ "$id" = ubuntu ] && [ -n "${seen[chromium]:-}" ]; then
  cat >&2 <<'TEXT'
packages.sh: the end-to-end test needs a Chromium that is no snap: a snap may not
read the test's temporary profile, and Ubuntu's own chromium is one.
hint: install Google Chrome's package (https://www.google.com/chrome, the .deb),
      or a Chromium from a Debian repository, and run this again.
TEXT
  exit 1
fi

# On a desktop whose sound is PipeWire's alone, the two exclude each other, and
# what a person hears with is not ours to exchange.
if [ -n "${seen[pulseaudio]:-}" ] && [ -n "${installed[pipewire-alsa]:-}" ]; then
  cat >&2 <<'TEXT'
packages.sh: the tests start a PulseAudio of their own, whose package would
remove pipewire-alsa, which this desktop uses. Nothing was installed.
hint: run the tests in a container or on another machine.
TEXT
  exit 1
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "packages.sh: these are missing, and there is no sudo to install them with:" >&2
    echo "  ${want[*]}" >&2
    echo "hint: as root: apt-get install --no-install-recommends ${want[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

echo "Vestibule needs ${#want[@]} more package(s) from ${id:-your system}, and what these depend on:"
printf '  %s\n' "${want[@]}"
echo "Installing them now with ${as_root[*]:+${as_root[*]} }apt-get. Nothing is removed."

# A fresh machine has no package lists, or old ones that name files no longer
# there: always fetch them first. Some unrelated source may be out of reach.
"${as_root[@]}" apt-get update -qq ||
  echo "packages.sh: not every package list could be fetched; going on with those there are" >&2
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -y -qq --no-install-recommends --no-remove \
  -o Dpkg::Use-Pty=0 "${want[@]}" </dev/null
