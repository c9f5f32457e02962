# The project's commands. `make help` lists them; README.md says more.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help env env-test run test lint bench lock clean

# Read from the command line or the environment: make run PORT=9000
export PYTHON PORT DEMO DEMO_PASSWORD UPGRADE

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

env: ## Python environment (.venv) and system libraries to serve
	@deploy/env.sh base

env-test: ## the same, with what the tests need
	@deploy/env.sh test

run: env ## serve with demo data on 127.0.0.1:8000 (PORT=…, DEMO=0 without demo data)
	@deploy/run.sh

test: env-test ## the whole test suite: checks, SQLite, PostgreSQL, browser
	@deploy/test.sh

lint: env-test ## the checks alone: ruff, mypy, Django's checks, migrations
	@deploy/test.sh lint

bench: env-test ## the benchmark tables
	@if [ -f bench/run.py ]; then .venv/bin/python bench/run.py; else echo "make bench: there are no benchmarks yet (bench/run.py)" >&2; exit 1; fi

lock: ## compile requirements/*.txt from pyproject.toml (UPGRADE=1 for newer versions)
	@deploy/lock.sh

clean: ## remove caches and collected files; keeps .venv and the data in var/
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis var/static
	@find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
