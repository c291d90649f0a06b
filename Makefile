# Everything a person types. `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
ADDRESS ?= 127.0.0.1:8000
export OMP_NUM_THREADS ?= 1
# A worker a core, each with a database of its own, and whole files to one of them: journeys, which
# fill the database, stay the last on every worker.
WORKERS ?= auto
PARALLEL := -n $(WORKERS) --dist loadfile --no-loadscope-reorder
# Formulas ask no database, and what a browser makes of a page is the same on either. The long ways are
# driven on both: docs/decisions/two-databases.md.
WAYS := whole_way whole_case certification course trainee
ONCE := scoring/core tests/scoring/core tests/journeys/axe \
  $(filter-out $(WAYS:%=tests/journeys/test_%.py),$(wildcard tests/journeys/test_*.py))

.PHONY: help demo test test-postgres pressure check shots bench bench-measurement bench-panel bench-rescoring bench-generator bench-workshop bench-certificate bench-roster bench-learning bench-texts lock clean

help: ## List these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 20

demo: $(VENV)/.runtime ## Set up everything on SQLite and serve the demo
	@echo "Making the database"
	@$(BIN)/python manage.py migrate --verbosity 0
	@echo "Loading the demonstration"
	@BASE_URL=http://$(ADDRESS) $(BIN)/python manage.py load_demo --address http://$(ADDRESS)
	@DEBUG=false BASE_URL=http://$(ADDRESS) $(BIN)/python manage.py runserver --noreload $(ADDRESS)

test: $(VENV)/.dev ## Run the tests on SQLite, with browser journeys where a Chromium is found
	@$(BIN)/pytest $(PARALLEL)

test-postgres: $(VENV)/.dev ## Run the tests on a throwaway PostgreSQL server
	@$(BIN)/python -m tests.postgres -- $(BIN)/pytest $(PARALLEL) $(ONCE:%=--ignore=%)

pressure: $(VENV)/.dev ## Many submits, crossing saves and killed workers, on real server processes
	@$(BIN)/python -m tests.postgres -- $(BIN)/pytest tests/pressure --ignore=tests/pressure/test_writers.py
	@env -u DATABASE_URL $(BIN)/pytest tests/pressure/test_writers.py

check: $(VENV)/.dev ## Lint, types, templates, imports, migrations, deployment settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy scoring/core people/public.py scoring/public.py scenarios/public.py courses/public.py reports/public.py
	$(BIN)/djlint --lint --quiet training_site scenarios courses reports people
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=training_site.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=training_site.settings.production SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') \
	  ALLOWED_HOSTS=training.example BASE_URL=https://training.example ALLOW_SQLITE=true \
	  $(BIN)/python manage.py check --deploy --fail-level WARNING

shots: $(VENV)/.dev ## Take a screenshot of every page as every role into shots/
	@$(BIN)/pytest tests/journeys/shots.py --override-ini=python_files=shots.py

bench: $(VENV)/.dev ## Measure the production server on PostgreSQL and print tables
	@$(BIN)/python -m benchmarks

bench-workshop: $(VENV)/.dev ## Measure the list of 500 cases on PostgreSQL and print a table
	@$(BIN)/python -m benchmarks.workshop

bench-learning: $(VENV)/.dev ## Measure My learning, a lesson and the courses of 500 people on PostgreSQL
	@$(BIN)/python -m benchmarks.learning

bench-measurement: $(VENV)/.dev ## Measure the formulas on a made-up nation and print a table
	@$(BIN)/python -m benchmarks.measurement

bench-panel: $(VENV)/.dev ## Measure closing a panel on PostgreSQL
	@$(BIN)/python -m benchmarks.panel_closing

bench-rescoring: $(VENV)/.dev ## Measure how long 5,000 assessments take to be judged again
	@$(BIN)/python -m benchmarks.rescoring

bench-generator: $(VENV)/.dev ## Measure the generator of drafts
	@$(BIN)/python -m benchmarks.generator

bench-certificate: $(VENV)/.dev ## Measure how long the PDF of a certificate takes
	@$(BIN)/python -m benchmarks.certificate

bench-texts: $(VENV)/.dev ## Measure the report on a case of hostile texts
	@$(BIN)/python -m benchmarks.hostile_texts

bench-roster: $(VENV)/.dev ## Measure a roster of 10,000 lines on SQLite and PostgreSQL
	@$(BIN)/python -m benchmarks.roster

lock: $(VENV)/.uv ## Compile the hashed locks from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --group dev pyproject.toml -o requirements-dev.txt

clean: ## Delete the environment, the demo's data and the screenshots
	rm -rf $(VENV) var shots

$(VENV)/.uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: set PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing: on Debian or Ubuntu, install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION) || echo "uv could not be installed; plain pip will do, more slowly"
	@touch $@

# uv is quicker; where it is not to be had, pip does the same from the same hashed lock.
define install
	@echo "Installing dependencies from $(1)"
	@if [ -x $(BIN)/uv ]; then VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --system-certs --compile-bytecode --require-hashes -r $(1); \
	 else $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $(1); fi
endef

$(VENV)/.runtime: requirements.txt | $(VENV)/.uv
	$(call install,requirements.txt)
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(VENV)/.uv
	$(call install,requirements-dev.txt)
	@touch $@ $(VENV)/.runtime
