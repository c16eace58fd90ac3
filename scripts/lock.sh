#!/usr/bin/env bash
# Pins what the .in lists ask for, with hashes, for every Python from 3.11 on. UPGRADE=1 takes newer ones.
set -euo pipefail
cd "$(dirname "$0")/.."
options=(--quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate)
[ -z "${UPGRADE:-}" ] || options+=(--upgrade)
for list in requirements requirements-dev requirements-node; do
  .venv/bin/uv pip compile "${options[@]}" "$list.in" -o "$list.txt"
done
