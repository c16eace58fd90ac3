# Everything a person does with this project. `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
BIN := .venv/bin

help: ## what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

setup: ## .venv with everything to run, test and check
	@scripts/setup-python.sh requirements.txt requirements-dev.txt
.PHONY: help setup

vendor: node_modules/.package-lock.json ## copy the libraries' own builds into static/vendor
	@node scripts/vendor.js && git --no-pager diff --stat -- static/vendor VENDORED.md

node_modules/.package-lock.json: package-lock.json
	@npm ci --no-audit --no-fund --loglevel=error && touch $@
.PHONY: vendor
