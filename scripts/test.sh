#!/usr/bin/env bash
# All tests, or those under a path:  scripts/test.sh [tests: all in Python | tests/domain | tests/js/outbox.test.js …]
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment-node.sh
# Two hundred processes read the same modules: containers that forbid Python to keep them compiled would compile each anew.
unset PYTHONDONTWRITEBYTECODE

front_end() {
  local files
  files=$(find "${1:-tests/js}" -name '*.test.js' | sort)
  [ -z "$files" ] || xargs node --test --test-timeout=300000 <<<"$files"
}

# A file stays with one worker, so what a module sets up is set up once. Three for two processors: one of them waits, as a
# person in a browser test does, a third of its time. Files in the order of their names: xdist would
# begin with the files of many short tests, and leave one worker alone with the last journey in a browser.
back_end() {
  in_memory
  .venv/bin/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder "$@"
}

# Databases, profiles and photos of a whole run are read once and never again: no disk needs to see them.
in_memory() {
  local room
  room=$(df --output=avail -k /dev/shm 2>/dev/null | tail -1) || return 0
  [ "${room:-0}" -ge 4000000 ] || return 0
  TMPDIR=$(mktemp -d /dev/shm/suratsampai-XXXXXX)
  export TMPDIR
  trap 'rm -rf "$TMPDIR"' EXIT
  chmod 711 "$TMPDIR"
}

case "${1:-}" in
  "") front_end && back_end ;;
  tests) back_end ;;
  tests/js*) front_end "$1" ;;
  *) .venv/bin/python -m pytest "$@" ;;
esac
