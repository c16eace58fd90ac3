#!/usr/bin/env bash
# Makes .venv and fills it from the pinned, hashed lists. Does nothing when they have not changed.
#   scripts/setup-python.sh requirements.txt [requirements-dev.txt]
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/packages.sh

recent_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
  local candidate
  for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    if recent_enough "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
}

make_venv() {
  local python=$1 version
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
    want_packages "Python's venv module is missing" "$version-venv"
  fi
  say "Making .venv with $("$python" --version)"
  "$python" -m venv --clear .venv
}

python=$(find_python)
if [ -z "$python" ]; then
  want_packages "Python 3.11 or newer is needed" python3 python3-venv
  python=$(find_python)
  [ -n "$python" ] || refuse "Python 3.11 or newer is needed; this system's own is $(python3 --version)."
fi

# One line for each package and each index that has it not: a newcomer reads them as errors. All else is shown.
without_empty_indexes() {
  grep --line-buffered -vE "^WARNING: Location '.*' is ignored: it is neither a file nor a directory\.$" || true
}

recent_enough .venv/bin/python || make_venv "$python"
for list in "$@"; do
  stamp=.venv/$list.installed
  if ! cmp -s "$list" "$stamp"; then
    say "Installing the libraries of $list; the first time it takes a minute or two"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$list" \
      2> >(without_empty_indexes >&2)
    cp "$list" "$stamp"
  fi
done
