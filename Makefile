# Everything a person does with this project. `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
NODE_MODULES := node_modules/.package-lock.json

help: ## what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

run: runtime ## set up, migrate, fill a demo town the first time, serve on this computer
	@scripts/run.sh

run-lan: runtime ## the same over HTTPS, for phones on the same Wi-Fi
	@scripts/run-lan.sh

seed: runtime ## make the demo town anew in an empty data folder
	@scripts/seed.sh

test: tools ## set up and run all tests; T=tests/domain narrows it
	@scripts/test.sh $(T)

check: tools ## format, lint, types, import rules and all tests: exactly what CI runs
	@scripts/check.sh

fix: setup $(NODE_MODULES) ## put right what a tool can put right: format, imports, simple lint
	@.venv/bin/ruff format --quiet . && .venv/bin/ruff check --quiet --fix .
	@node_modules/.bin/prettier --write --log-level warn "static/js/**/*.js" "static/css/*.css" "tests/js/**/*.js" "scripts/*.js"

setup: ## .venv with everything to run, test and check
	@scripts/setup-python.sh requirements.txt requirements-dev.txt

contract: setup ## write openapi.json and the types the front end reads off it
	@$(PYTHON) -m courier_app.cli contract && $(PYTHON) -m scripts.ts_types

words: setup ## bring the English catalogue up to date, and list what has no English yet
	@$(PYTHON) -m scripts.words

migration: setup ## a numbered migration from the difference between models and tables; m="what it does"
	@$(PYTHON) -m courier_app.cli migration "$(m)"
	@.venv/bin/ruff check --quiet --fix courier_app/migrations && .venv/bin/ruff format --quiet courier_app/migrations

pictures: tools ## make the pictures of docs/kurir.md and docs/warga.md anew, by walking them
	@WRITE_PICTURES=1 $(PYTHON) -m pytest -q tests/browser/test_guides.py && $(PYTHON) -m pytest -q tests/test_guides.py

vendor: $(NODE_MODULES) ## copy the libraries' own builds into static/vendor
	@. scripts/environment-node.sh && node scripts/vendor.js && git --no-pager diff --stat -- static/vendor VENDORED.md

lock: setup ## pin again what requirements*.in ask for
	@scripts/lock.sh

bench: bench-labels bench-proofs bench-pages bench-scan bench-ledger ## all benchmarks

bench-labels: setup ## labels a second, and the memory they take
	@$(PYTHON) -m bench.labels

bench-proofs: setup ## proofs accepted a second, next to a floor measured in the same run
	@$(PYTHON) -m bench.proofs

bench-pages: tools ## what pages weigh, and how soon they answer on a slow phone
	@$(PYTHON) -m bench.pages

bench-ledger: setup ## what the log costs: a leaf, a proof of inclusion, checking all of it
	@$(PYTHON) -m bench.ledger

campaign: tools ## 300 captures while browser, server and line die at random; N=30 SEED=7 say otherwise
	@$(PYTHON) -m tests.campaign --captures $(or $(N),300) --seed $(or $(SEED),20261124)

bench-scan: tools ## how many worn labels the scanner reads, next to jsQR
	@$(PYTHON) -m bench.scan

runtime:
	@scripts/setup-python.sh requirements.txt

tools: setup
	@scripts/setup-tests.sh

$(NODE_MODULES): package-lock.json
	@. scripts/environment-node.sh && npm ci --no-audit --no-fund --loglevel=error && touch $@

.PHONY: help run run-lan seed test check fix setup contract words migration pictures vendor lock bench bench-labels bench-proofs bench-pages bench-scan bench-ledger campaign runtime tools
