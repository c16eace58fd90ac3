#!/usr/bin/env bash
# What the tests need beside .venv: browsers, a PostgreSQL server to start and stop, Node.js, and a judge in Go.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/packages.sh
. scripts/environment-node.sh

has_node() { command -v npm >/dev/null && node -e 'process.exit(Number(parseInt(process.versions.node) < 20))' 2>/dev/null; }
has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null; }
has_chromium() { .venv/bin/python -m tests.chromium >/dev/null 2>&1; }
has_firefox() { .venv/bin/python -m tests.browser.firefox >/dev/null 2>&1; }
has_fonts() { command -v fc-list >/dev/null && [ -n "$(fc-list 2>/dev/null | head -1)" ]; }
has_go() { command -v go >/dev/null && [ -d /usr/share/gocode/src/golang.org/x/mod/sumdb ]; }
has_softhsm() { command -v softhsm2-util >/dev/null; }
has_shell() { command -v chromium-headless-shell >/dev/null; }
is_ubuntu() { grep -qs '^ID=ubuntu' /etc/os-release; }

# Chromium without its windows takes a fifth less of the machine; without it the tests take Chromium itself.
may_have_shell() { has_shell || ! apt-cache show chromium-headless-shell >/dev/null 2>&1; }

missing=()
wanted=""

# need has_what "why" package…   all that is missing is asked for at once: an administrator is called one time
need() {
  "$1" && return
  wanted+="${wanted:+, }$2"
  missing+=("${@:3}")
}

# Ubuntu's browsers are snaps, which tests cannot steer. For Chromium Playwright brings a build of its own; the tests in
# Firefox say there that they were not run.
get_chromium() {
  say "Chromium is a snap on Ubuntu: taking Playwright's own build"
  .venv/bin/python -m playwright install chromium ||
    refuse "No Chromium could be had. Install Google Chrome, or set CHROMIUM=/path/to/chrome, and try again."
  .venv/bin/python -m playwright install-deps chromium || true
}

need has_postgres "PostgreSQL" postgresql
need has_go "Go's checksum-database code (it judges the ledger)" golang-go golang-golang-x-mod-dev
need has_softhsm "a token in software (for the signer's key)" softhsm2
need has_fonts "a font" fontconfig fonts-liberation
is_ubuntu || need has_chromium "Chromium" chromium
is_ubuntu || need has_firefox "Firefox (a second engine)" firefox-esr
[ ${#missing[@]} -eq 0 ] || want_packages "The tests need $wanted" "${missing[@]}"
has_chromium || get_chromium
may_have_shell || (want_packages "Not needed, but the tests are done sooner" chromium-headless-shell) || true
has_node || scripts/setup-python.sh requirements-node.txt
make --silent --no-print-directory node_modules/.package-lock.json
