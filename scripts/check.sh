#!/usr/bin/env bash
# Exactly what CI runs. Every step runs even when an earlier one failed; the list at the end says which.
set -uo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=()
lines=()

step() {
  local name=$1 from=$SECONDS
  shift
  printf '\n\033[1m== %s\033[0m\n' "$name"
  if "$@"; then
    lines+=("ok      $((SECONDS - from))s	$name")
  else
    lines+=("FAILED  $((SECONDS - from))s	$name")
    failed+=("$name")
  fi
}

step "format: Python" $bin/ruff format --check --quiet .
step "format: front end" node_modules/.bin/prettier --check --log-level warn "static/js/**/*.js" "static/css/*.css" "tests/js/**/*.js" scripts/*.js
step "lint: Python" $bin/ruff check --quiet .
step "lint: front end" node_modules/.bin/eslint --max-warnings 0 .
step "types: Python" $bin/mypy
step "types: front end" node_modules/.bin/tsc --project .
step "types: workers" node_modules/.bin/tsc --project tsconfig.workers.json
step "imports" $bin/lint-imports
step "tests" scripts/test.sh

printf '\n'
printf '%s\n' "${lines[@]}"
[ ${#failed[@]} -eq 0 ]
