# make run     the portal on this machine with invented data: http://127.0.0.1:8000
# make test    the whole suite: SQLite, then PostgreSQL and Valkey, then the browser
# make lint    style, types, the direction of imports, deployment settings
# make audit   known weaknesses of the pinned packages (asks the Python advisory database on the network)
# make rehearse  the Dockerfile and docker-compose.yml performed without Docker (some minutes; asks the package index)
# make check-rules  the rules against a second reading of what is published, over new returns each time (some minutes)
# make bench   what reading, checking and previews cost, against their bars (some minutes)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
# Two test processes suit two cores; PYTEST_WORKERS=8 make test uses more.
PYTEST_WORKERS ?= 2

AUDIT := .venv-audit

.PHONY: audit check-rules rehearse run test test-sqlite test-services test-browser lint format bench vendor-check clean help
.DEFAULT_GOAL := help

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

$(VENV)/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: PYTHON=/path/to/python3.11 make run"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

run: $(VENV)/ready
	@PORT=$(PORT) exec $(BIN)/python manage.py demo

test: test-sqlite test-services test-browser

test-sqlite: $(VENV)/ready
	@echo "== The suite, on SQLite and the filesystem broker"
	@env -u DATABASE_URL -u BROKER_URL $(BIN)/python -m pytest -q -n $(PYTEST_WORKERS) -m "not browser"

test-services: $(VENV)/ready
	@echo "== What touches database or broker, on PostgreSQL and Valkey"
	@$(BIN)/python -m tests.services $(BIN)/python -m pytest -q -m "services and not browser"

test-browser: $(VENV)/ready
	@echo "== In Chromium"
	@env -u DATABASE_URL -u BROKER_URL $(BIN)/python -m pytest -q -rs -m browser

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.vendor --check
	$(BIN)/python -m tools.deploy_check
	$(BIN)/python -m tools.locked
	$(BIN)/python manage.py makemigrations --check --dry-run

format: $(VENV)/ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# In an environment of its own: what looks at the portal's packages is none of them. Without a network, or where a package
# was left aside, it says "Not audited" and fails.
audit:
	@test -x $(AUDIT)/bin/python || $(PYTHON) -m venv $(AUDIT)
	-@$(AUDIT)/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	@$(PYTHON) -m tools.audit $(AUDIT)/bin/pip-audit

rehearse: $(VENV)/ready
	$(BIN)/python -m tools.rehearse

# The seed is printed; CHECK_RULES="--seed 7" repeats a run.
check-rules: $(VENV)/ready
	$(BIN)/python -m tests.second_reading $(CHECK_RULES)

bench: $(VENV)/ready
	$(BIN)/python -m tools.bench

clean:
	rm -rf var build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
