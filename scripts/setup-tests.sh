#!/usr/bin/env bash
# What the tests need beside .venv: a browser, a PostgreSQL server to start and stop, Node.js, and a judge in Go.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/packages.sh

has_node() { command -v npm >/dev/null && node -e 'process.exit(Number(parseInt(process.versions.node) < 18))' 2>/dev/null; }
has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null; }
has_chromium() { .venv/bin/python -m tests.chromium >/dev/null 2>&1; }
has_firefox() { .venv/bin/python -m tests.browser.firefox >/dev/null 2>&1; }
has_fonts() { command -v fc-list >/dev/null && [ -n "$(fc-list 2>/dev/null | head -1)" ]; }
has_go() { command -v go >/dev/null && [ -d /usr/share/gocode/src/golang.org/x/mod/sumdb ]; }
is_ubuntu() { grep -qs '^ID=ubuntu' /etc/os-release; }

# Ubuntu's Chromium is a snap, which tests cannot steer: there Playwright brings its own build.
get_chromium() {
  if is_ubuntu; then
    say "Chromium is a snap on Ubuntu: taking Playwright's own build"
    .venv/bin/python -m playwright install chromium ||
      refuse "No Chromium could be had. Install Google Chrome, or set CHROMIUM=/path/to/chrome, and try again."
    .venv/bin/python -m playwright install-deps chromium || true
  else
    want_packages "The browser tests need Chromium" chromium
  fi
}

# A snap again on Ubuntu: its tests then fail and say so, for a second engine is asked for.
get_firefox() {
  if is_ubuntu; then
    say "Firefox is a snap on Ubuntu, which tests cannot steer: install Mozilla's own package as firefox-esr or firefox"
  else
    want_packages "The tests look at the courier's app in a second engine" firefox-esr
  fi
}

has_node || want_packages "The front end's tests need Node.js 18 or newer" nodejs npm
has_postgres || want_packages "The tests run on PostgreSQL too" postgresql
has_chromium || get_chromium
has_go || want_packages "Go's checksum-database code judges the ledger" golang-go golang-golang-x-mod-dev
has_firefox || get_firefox
has_fonts || want_packages "The browser needs a font" fontconfig fonts-liberation
make --silent --no-print-directory node_modules/.package-lock.json
