#!/usr/bin/env bash
# Exactly what CI runs. Every step runs even when an earlier one failed; the list at the end says which.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/environment-node.sh
bin=.venv/bin
failed=()
lines=()

step() {
  local name=$1 from=$SECONDS
  shift
  printf '\n\033[1m== %s\033[0m\n' "$name"
  if "$@"; then verdict 0 "$((SECONDS - from))" "$name"; else verdict 1 "$((SECONDS - from))" "$name"; fi
}

verdict() {
  if [ "$1" -eq 0 ]; then
    lines+=("ok      ${2}s	$3")
  else
    lines+=("FAILED  ${2}s	$3")
    failed+=("$3")
  fi
}

# It takes longer than the short steps together, on one processor: it runs beside them and speaks when they are done.
types_said=$(mktemp)
types_python() {
  local from=$SECONDS code=0
  $bin/mypy >"$types_said" 2>&1 || code=$?
  echo "$((SECONDS - from))" >"$types_said.seconds"
  return "$code"
}
types_python &
types_id=$!
trap 'kill "$types_id" 2>/dev/null; rm -f "$types_said" "$types_said.seconds"' EXIT

types_spoke() {
  local code=0
  printf '\n\033[1m== types: Python\033[0m\n'
  wait "$types_id" || code=$?
  cat "$types_said"
  verdict "$code" "$(cat "$types_said.seconds")" "types: Python"
}

step "format: Python" $bin/ruff format --check --quiet .
step "format: front end" node_modules/.bin/prettier --check --log-level warn "static/js/**/*.js" "static/css/*.css" "tests/js/**/*.js" scripts/*.js
step "lint: Python" $bin/ruff check --quiet .
step "lint: front end" node_modules/.bin/eslint --max-warnings 0 .
step "types: front end" node_modules/.bin/tsc --project .
step "types: workers" node_modules/.bin/tsc --project tsconfig.workers.json
step "imports" $bin/lint-imports
step "tests: front end" scripts/test.sh tests/js
types_spoke
step "tests" scripts/test.sh tests

printf '\n'
printf '%s\n' "${lines[@]}"
[ ${#failed[@]} -eq 0 ]
