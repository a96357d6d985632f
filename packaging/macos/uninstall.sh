#!/bin/sh
# Take Vestibule off this Mac: the program, what starts it at login, and what
# one person's Vestibule wrote. It says what it removes and what it keeps, and
# asks first.
#
#   sudo /Applications/Vestibule.app/Contents/Resources/uninstall.sh [FLAG]...
#
#   --yes              do not ask
#   --dry-run          say what would be removed, and remove nothing
#   --policy           the organisation's policy file too
#   --user NAME        what this person's Vestibule wrote, in place of that of
#                      whoever calls sudo; once for each person
#   --skip-unregister  even if the schemes cannot be given back
#   --root DIR         on the system below this folder, for the tests
#
# Without sudo it does as much as the person may do: enough for a bundle that
# was dragged into place. Nothing is found by a pattern, no link is followed,
# and in a person's home it acts as that person.
#
# No part of this has run on a Mac yet. It keeps to what the sh of macOS, an old
# bash, understands.
set -eu

id=dev.vestibule.Launcher

usage() {
  sed -n '2,/^set -eu/s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

# say WORDS: as they are; the echo of some shells reads backslashes.
say() { printf '%s\n' "$1"; }

step=start
fail() {
  say "uninstall.sh: step $step: $1" >&2
  [ -z "${2:-}" ] || say "hint: $2" >&2
  exit 1
}

# there PATH: also a link to nothing.
there() { [ -e "$1" ] || [ -L "$1" ]; }

# as_person WORD...: with the person's rights and home, not root's.
as_person() {
  if [ -n "$is_root" ]; then
    sudo -u "$person" -H -- "$@"
  else
    "$@"
  fi
}

# in_session WORD...: also where the person's programs and defaults are.
in_session() {
  if [ -n "$is_root" ]; then
    launchctl asuser "$uid" sudo -u "$person" -H -- "$@"
  else
    "$@"
  fi
}

# pieces DOING: looks at, or takes, each place that something of Vestibule's can
# be at. A place is whose it is, a folder that is taken as it is, and the rest.
pieces() {
  doing=$1
  if [ -n "$person" ]; then
    each person "$home" "Library/LaunchAgents/$id.plist"
    each person "$home" "Library/Application Support/Vestibule"
    each person "$home" "Library/Preferences/$id.plist"
    each person "$home" "Library/Caches/$id"
    each person "$home" "Library/Saved Application State/$id.savedState"
    each person "$home" "Applications/Vestibule.app"
  fi
  each machine "$root" "Library/LaunchAgents/$id.plist"
  each machine "$root" "Applications/Vestibule.app"
  [ -z "$policy" ] || each machine "$root" "Library/Application Support/Vestibule"
}

each() {
  if [ "$doing" = look ]; then look "$@"; else take "$@"; fi
}

# look WHO FOLDER REST: counts and shows what is there. Where a folder on the
# way is a link, it ends all: what is behind it is not Vestibule's to know.
look() {
  there "$2/$3" || return 0
  way=$2
  rest=$3
  while [ "$rest" != "${rest#*/}" ]; do
    way=$way/${rest%%/*}
    rest=${rest#*/}
    [ ! -L "$way" ] || fail "$way is a link, which is not followed; nothing was removed" "move what it leads to into its place, or remove Vestibule there by hand"
  done
  found=$((found + 1))
  if [ -L "$2/$3" ]; then
    say "  $2/$3 (a link; what it leads to stays)"
  else
    say "  $2/$3"
  fi
  if [ "$1" = machine ] && [ -z "$is_root" ]; then
    case $3 in
      Applications/*) if [ ! -w "$2/Applications" ] || [ ! -w "$2/$3" ]; then needs_root=yes; fi ;;
      *) needs_root=yes ;;
    esac
  fi
}

# take WHO FOLDER REST: removes what is there, and sees that it is gone.
take() {
  gone=$2/$3
  there "$gone" || return 0
  step="removing $gone"
  how=-rf
  [ ! -L "$gone" ] || how=-f
  if [ "$1" = person ]; then
    as_person rm "$how" "$gone" || fail "rm ended with $?" "remove it by hand, or run this again"
  else
    rm "$how" "$gone" || fail "rm ended with $?" "remove it by hand, or run this again"
  fi
  ! there "$gone" || fail "it is still there"
  say "removed $gone"
}

# kept PATH WHY
kept() {
  if there "$1"; then say "  $1: $2"; fi
}

# keep shows what stays by intent.
keep() {
  [ -n "$policy" ] || kept "$root/Library/Application Support/Vestibule" "the organisation's policy; --policy removes it"
  kept "$root/Library/Managed Preferences/$id.plist" "from a configuration profile, and goes with it"
  for other in "$root/Users/"*; do
    [ "$other" = "$home" ] || kept "$other/Library/Application Support/Vestibule" "another person's; sudo and --user ${other##*/} remove it"
  done
  for other in "$root/Library/Managed Preferences/"*; do
    kept "$other/$id.plist" "from a configuration profile, and goes with it"
  done
}

# receipt says whether macOS has a note of an installer package.
receipt() {
  pkgutil --volume "${root:-/}" --pkg-info "$id" >/dev/null 2>&1
}

# program is the one that runs and can give the schemes back, or nothing.
program() {
  for app in "$root/Applications/Vestibule.app" "$home/Applications/Vestibule.app"; do
    if [ ! -L "$app" ] && [ -f "$app/Contents/MacOS/vestibule" ] && [ -x "$app/Contents/MacOS/vestibule" ]; then
      say "$app/Contents/MacOS/vestibule"
      return
    fi
  done
}

# quit ends the running copies of the programs that are to be removed, found by
# their path and not by their name. An open question is answered with no.
quit() {
  set -- -x vestibule
  [ -n "$is_root" ] || set -- -U "$uid" "$@"
  for pid in $(pgrep "$@" || true); do
    case $(ps -p "$pid" -o comm= || true) in
      "$root/Applications/Vestibule.app/Contents/MacOS/vestibule" | "$home/Applications/Vestibule.app/Contents/MacOS/vestibule") ;;
      *) continue ;;
    esac
    kill "$pid" 2>/dev/null || continue
    tries=0
    while kill -0 "$pid" 2>/dev/null; do
      tries=$((tries + 1))
      [ $tries -le 15 ] || fail "Vestibule ($pid) does not end" "end it in Activity Monitor, and run this again"
      sleep 1
    done
    say "ended Vestibule ($pid)"
  done
}

main() {
  yes=
  dry=
  policy=
  person=
  root=
  skip_unregister=
  while [ $# -gt 0 ]; do
    case $1 in
      --yes) yes=yes ;;
      --dry-run) dry=yes ;;
      --policy) policy=yes ;;
      --skip-unregister) skip_unregister=yes ;;
      --user | --root)
        if [ $# -lt 2 ] || [ -z "$2" ]; then usage; fi
        if [ "$1" = --user ]; then person=$2; else root=$2; fi
        shift
        ;;
      *) usage ;;
    esac
    shift
  done
  case $root in
    "") ;;
    /*) [ -d "$root" ] || fail "there is no folder $root" ;;
    *) usage ;;
  esac

  # Whose Vestibule it is, and where that person's home is.
  is_root=
  [ "$(id -u)" -ne 0 ] || is_root=yes
  home=
  uid=
  if [ -z "$is_root" ]; then
    [ -z "$person" ] || fail "only root may remove what another person's Vestibule wrote" "sudo $0 --user $person"
    person=$(id -un)
    home=${HOME:-}
    uid=$(id -u)
  else
    [ -n "$person" ] || person=${SUDO_USER:-}
    [ "$person" != root ] || person=
    if [ -n "$person" ]; then
      case $person in
        -* | *[!A-Za-z0-9._-]*) fail "'$person' is no name of a user" ;;
      esac
      uid=$(id -u "$person") || fail "there is no user $person"
      home=$(dscl . -read "/Users/$person" NFSHomeDirectory) || fail "the home of $person is not known"
      # The answer is on the next line where it has a space.
      home=$(printf '%s\n' "$home" | sed -e 's/^NFSHomeDirectory://' -e 's/^ //' -e '/^$/d')
    fi
  fi
  if [ -n "$person" ]; then
    home=$root$home
    case $home in
      */../* | */.. | "$root" | "$root/") fail "'$home' is no home" ;;
      /*) if [ ! -d "$home" ] || [ -L "$home" ]; then fail "there is no folder $home"; fi ;;
      *) fail "'$home' is no home" ;;
    esac
  fi

  step=looking
  found=0
  needs_root=
  echo "Of Vestibule there is:"
  pieces look
  if receipt; then
    found=$((found + 1))
    [ -n "$is_root" ] || needs_root=yes
    say "  the installer's receipt, $id"
  fi
  [ $found -gt 0 ] || echo "  nothing"
  kept_now=$(keep)
  if [ -n "$kept_now" ]; then
    echo "It stays:"
    printf '%s\n' "$kept_now"
  fi
  [ -n "$person" ] || echo "No person was named: what Vestibule wrote for one, and the schemes it has there, stay (--user NAME)."
  [ $found -gt 0 ] || return 0
  [ -z "$needs_root" ] || [ -n "$dry" ] || fail "some of it is the Mac's, not yours; nothing was removed" "sudo $0"
  if [ -n "$dry" ]; then
    echo "Nothing was removed."
    return 0
  fi
  if [ -z "$yes" ]; then
    printf 'Remove it? [y/N] '
    read -r answer || answer=
    case $answer in
      y | Y | yes) ;;
      *)
        echo "Nothing was removed."
        return 1
        ;;
    esac
  fi

  # First, while the program is there: each scheme goes back to who had it.
  step=unregister
  vestibule=$(program)
  if [ -n "$skip_unregister" ]; then
    echo "left out: giving the schemes back"
  elif [ -z "$person" ] || [ -z "$vestibule" ]; then
    echo "left out: giving the schemes back, for want of a person or of the program"
  else
    in_session "$vestibule" unregister || fail "vestibule unregister ended with $?; nothing was removed" "run this again, or with --skip-unregister: macOS then chooses who opens the links"
  fi

  step="turning the start at login off"
  if [ -n "$uid" ] && launchctl print "gui/$uid/$id" >/dev/null 2>&1; then
    launchctl bootout "gui/$uid/$id" || fail "launchctl ended with $?"
    echo "turned off the start at login"
  fi
  step="ending Vestibule"
  quit
  if [ -n "$person" ] && there "$home/Library/Preferences/$id.plist"; then
    # Or the preferences' own daemon would write its copy again.
    in_session defaults delete "$id" >/dev/null 2>&1 || true
  fi
  pieces take
  step="forgetting the receipt"
  if receipt; then
    pkgutil --volume "${root:-/}" --forget "$id" >/dev/null || fail "pkgutil ended with $?"
    say "removed the installer's receipt, $id"
  fi
  say "Vestibule is gone from this Mac${person:+, for $person}."
}

# All of it is read before any of it runs: the script may be in what it removes.
main "$@"
exit
