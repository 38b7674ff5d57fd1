#!/bin/sh
# Plays the suite and its self-test again and again and shows what differs, times, ports and run ids left out.
# usage: scripts/same-twice.sh [RUNS [SELFTESTS]]   (default: 20 and 3)
set -eu
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
runs=${1:-20}
selftests=${2:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What a reader is told of a run: verdicts, reasons, counts, findings; nothing that the clock or the system chose.
plain() {
    sed -E -e 's/"(runId|startedAt|durationMs)" *: *("[^"]*"|[0-9]+)/"\1":0/g' \
        -e 's/127\.0\.0\.1:[0-9]+/HOST/g' -e 's/localhost:[0-9]+/HOST/g' "$1"
}

same() { # same NAME FILE: compares with the first of its name
    if [ ! -f "$work/$1.first" ]; then
        cp "$2" "$work/$1.first"
    elif ! diff "$work/$1.first" "$2" >"$work/$1.diff"; then
        echo "$1 differs:"
        head -n 20 "$work/$1.diff"
        differences=$((differences + 1))
    fi
}

differences=0
n=0
while [ "$n" -lt "$runs" ]; do
    n=$((n + 1))
    "$home/tck" run --quiet --report-dir "$work/run" >/dev/null || true
    plain "$work/run/results.json" >"$work/results"
    same results.json "$work/results"
done
n=0
while [ "$n" -lt "$selftests" ]; do
    n=$((n + 1))
    "$home/tck" selftest --json "$work/matrix" >"$work/selftest" || true
    same selftest "$work/selftest"
    same selftest.json "$work/matrix"
done
echo "$runs runs and $selftests self-tests, $differences differ from the first of their kind"
[ "$differences" -eq 0 ]
