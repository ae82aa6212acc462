# Change here the words of the project: make help lists them.
# Needs Python >= 3.11, git and make; everything else comes into .venv.

SHELL := /bin/sh
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
VENV := .venv
BIN := $(VENV)/bin
# Node and Bun of the venv come first, for Reflex.
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Tests start some hundred processes: what Python compiled once is kept.
unexport PYTHONDONTWRITEBYTECODE

# A stamp is named by what was asked for, so switching branches installs again only where needed.
RUN_STAMP := $(VENV)/.installed-$(shell cat requirements.txt constraints.txt 2>/dev/null | cksum | tr -dc '0-9')
DEV_STAMP := $(VENV)/.installed-dev-$(shell cat requirements.txt requirements-dev.txt constraints.txt 2>/dev/null | cksum | tr -dc '0-9')
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check $(if $(wildcard constraints.txt),--constraint constraints.txt)

# Browser tests are long, so each is handed out by itself.
E2E := $(BIN)/pytest -n 2 --dist loadgroup --maxschedchunk 1 e2e examples/outside-tests

.DEFAULT_GOAL := help
.PHONY: help run test lint style pages unit e2e bench catalogue snapshots proof dev browser clean openapi fuzz torture

help: ## list these words
	@sed -n 's/^\([a-z0-9]*\):.*## \(.*\)/  make \1	\2/p' Makefile

run: $(RUN_STAMP) ## build what changed and serve the portal at http://localhost:8000 (PORTAL_PORT)
	@$(BIN)/python -m buyer_portal run

# Tests without a browser wait for processes a quarter of their time; types and pages fill it.
# Then a run of its own: Playwright's loop and the tests' own do not go into one process.
test: $(DEV_STAMP) browser ## everything: lint, types, pages, unit, service and end-to-end tests
	@$(MAKE) --no-print-directory -j 2 unit style pages
	$(E2E)

lint: style ## format, lint, types, import rules, and whether every page compiles
	$(BIN)/reflex compile --dry

style: $(DEV_STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/pyright

pages: $(DEV_STAMP)
	$(BIN)/python -m buyer_portal build

unit: $(DEV_STAMP) ## tests without a browser
	$(BIN)/pytest -n 2 tests

e2e: pages browser ## tests in a real browser
	$(E2E)

openapi: $(DEV_STAMP) ## write docs/openapi.json again, with examples asked of the service
	$(BIN)/python -m buyer_portal.order_service.openapi

CRASHES ?= 300
torture: $(DEV_STAMP) ## kill the order service again and again while money is under way (CRASHES=300)
	CRASHES=20 $(BIN)/pytest tests/order_service/crashes
	$(BIN)/python -m bench.torture --crashes $(CRASHES)

fuzz: $(DEV_STAMP) ## ask the order service 10,000 random things an operation (hours)
	$(BIN)/python -m bench.fuzz --cases 10000

bench: pages browser ## measure, beside a baseline
	$(BIN)/python -m bench

catalogue: $(DEV_STAMP) ## publish what the screens promise to tests (docs/screens.md)
	$(BIN)/python -m buyer_portal.testing.catalogue --write

snapshots: pages browser ## accept how every screen reads now; then look at git diff
	$(BIN)/pytest -n 2 e2e/test_snapshots.py --accept-snapshots

proof: $(DEV_STAMP) ## build for production and prove that nothing of the studio is in the bundle
	$(BIN)/python -m buyer_portal.testing.production_bundle

dev: $(DEV_STAMP) ## serve, and start again at every change
	@$(BIN)/python -m buyer_portal dev

browser: $(DEV_STAMP)
	@$(BIN)/python -m buyer_portal.testing.browser

clean: ## remove what was built; data in .portal stays
	rm -rf .web .states .web.lock $(VENV) .pytest_cache .ruff_cache .hypothesis .import_linter_cache reports
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; set PYTHON=…"; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version) …"
	@$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): | $(BIN)/python
	@echo "Installing what the portal needs; this takes a minute …"
	@$(PIP) -r requirements.txt
	@touch $@

$(DEV_STAMP): $(RUN_STAMP)
	@echo "Installing what the tests need …"
	@$(PIP) -r requirements-dev.txt
	@touch $@
