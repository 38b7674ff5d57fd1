#!/bin/sh
# Ten defects of the mock, each with the finding that names it, as a reader sees it: pictures for docs/findings.md.
# usage: scripts/findings.sh [FOLDER]   (default: docs/findings; needs the program chromium, or the one that CHROMIUM names)
set -eu
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
folder=${1:-$home/docs/findings}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$folder"

picture() { # picture DEFECT REQUIREMENT HEIGHT
    "$home/tck" run --quiet --mock-defect "$1" --include "$2" --report-dir "$work/$1" >/dev/null || true
    # Nothing but the finding, opened, with its exchange shown.
    sed "s#</body>#<style>body > *:not(main), main > *:not(:has(\\#$2)), main section > *:not(:has(\\#$2)):not(\\#$2) { display: none }</style>\
<script>const row = document.getElementById('$2'); row.querySelectorAll('details').forEach((d) => { d.open = true; });\
const show = row.querySelector('.show'); if (show) show.click();</script></body>#" "$work/$1/index.html" >"$work/$1.html"
    "${CHROMIUM:-chromium}" --headless --no-sandbox --disable-gpu --no-first-run --hide-scrollbars --user-data-dir="$work/profile" \
        --virtual-time-budget=5000 --window-size="1000,$3" --screenshot="$folder/$1.png" "file://$work/$1.html" >/dev/null 2>&1
}

picture delete-is-soft DELETE-004 620
picture chain-ignored CHAIN-002 620
picture delta-lost STREAM-PART-005 820
picture list-limit-crashes LIST-006 480
picture tool-choice-ignored TOOLCHOICE-001 760
picture unknown-previous-ignored CHAIN-008 560
picture temperature-clamped PARAM-RANGE-001 560
picture error-body-empty ERR-SHAPE-002 520
picture child-usage-in-parent CHAIN-007 640
picture cap-zero-unlimited LIMIT-TOKENS-003 560
