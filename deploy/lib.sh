# What deploy/up, deploy/test and .ci/run share. Sourced, not run.
# shellcheck shell=bash

set -euo pipefail

ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
PROGRAM=$(basename -- "$(cd -- "$(dirname -- "$0")" && pwd)")/${0##*/}
# What the build links against, what fetches the Swift packages, and what the printed calls use.
# shellcheck disable=SC2034
BUILD_PACKAGES=(libssl-dev libsqlite3-dev liblz4-dev pkg-config git ca-certificates curl)
# Seconds between two lines of progress where nobody watches.
HEARTBEAT=20

say() { printf '%s\n' "== $*"; }

# fail STATUS SENTENCE...: the numbers are those of sysexits.h, as in `lectern --help`.
fail() {
    printf '%s: %s\n' "$PROGRAM" "${*:2}" >&2
    exit "$1"
}

need_swift() {
    command -v swift >/dev/null ||
        fail 69 "swift is not on the PATH. Install Swift 6.2 or newer from https://www.swift.org/install/linux/ and run this again."
}

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ] || command -v "$1" >/dev/null
}

# need_packages NAME...: installs the Debian packages that are missing; asks the network for nothing when none is.
need_packages() {
    local package missing=()
    if ! command -v dpkg-query >/dev/null; then
        say "this is not Debian: taking for granted that there is what Debian calls $*"
        return
    fi
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    [ "${#missing[@]}" -gt 0 ] || return 0

    local root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            fail 69 "${missing[*]} missing. As root, run: apt-get update && apt-get install ${missing[*]}"
        root=(sudo)
    fi
    say "installing ${missing[*]}"
    "${root[@]}" apt-get update -qq || say "apt-get update failed; trying with the package lists that are here"
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" ||
        fail 69 "apt-get could not install ${missing[*]}; see its message above."
}

# build ARGUMENT...: swift build, with its own progress on a terminal and now and then a line elsewhere.
build() {
    say "swift build $*"
    if [ -t 1 ]; then
        swift build --package-path "$ROOT" "$@"
    else
        swift build --package-path "$ROOT" "$@" 2>&1 | thin_progress
    fi
}

# Passes on what the compiler says, but of the steps ("[12/345] Compiling …") only one every HEARTBEAT seconds.
thin_progress() {
    local line part="" step="" shown=$SECONDS status
    while true; do
        status=0
        IFS= read -r -t "$HEARTBEAT" line || status=$?
        line=$part$line
        part=""
        if [ "$status" -gt 128 ]; then
            part=$line
        elif [[ $line =~ ^\[[0-9]+/[0-9]+\] ]]; then
            step=$line
        elif [ "$status" -eq 0 ] || [ -n "$line" ]; then
            printf '%s\n' "$line"
        fi
        if [ $((SECONDS - shown)) -ge "$HEARTBEAT" ]; then
            printf '%s\n' "${step:-still at it} (after $SECONDS s)"
            shown=$SECONDS
        fi
        if [ "$status" -ne 0 ] && [ "$status" -le 128 ]; then break; fi
    done
}

# binaries ARGUMENT...: the folder that the same arguments of `build` fill.
binaries() { swift build --package-path "$ROOT" "$@" --show-bin-path; }
