# PORT, ARTICLES, DATABASE_URL and the other variables may stand in the environment or behind the target.
PORT ?= 8000
export PORT ARTICLES

PYTHON = .venv/bin/python
BOOTSTRAP = python=$$(sh scripts/find-python) && exec "$$python"

.PHONY: help setup run test test-browser check bench
.NOTPARALLEL:

help:
	@echo 'make setup   the environment and its packages, nothing else'
	@echo 'make run     a tracker with the seeds on http://127.0.0.1:8000/ (PORT=8001, ARTICLES=DIR)'
	@echo 'make test    the whole suite on SQLite and on PostgreSQL (ARGS="tests/log -k chain")'
	@echo 'make test-browser  the pages in a real Chromium (INSTALL=1 installs a missing one)'
	@echo 'make bench   what everything costs, to bench.json, within 20 minutes (ARGS="--quick": a few minutes)'
	@echo 'make check   format, lint, system checks, migrations, layers'

setup:
	@$(BOOTSTRAP) -m scripts.setup

run:
	@$(BOOTSTRAP) -m scripts.run

test: setup
	@$(PYTHON) -m scripts.test $(ARGS)

test-browser: setup
	@$(PYTHON) -m scripts.browser $(ARGS)

# Its packages stand apart, in .venv-bench: the peers that it compares with are no part of the project.
bench:
	@$(BOOTSTRAP) -m tests.benchmarks.environment
	@.venv-bench/bin/python -m tests.benchmarks $(ARGS)

# A throw-away secret and database: the checks are about the code, and about production.
check: export DEMARCHE_ENV = production
check: export SECRET_KEY = $(shell od -An -N48 -tx1 /dev/urandom | tr -d ' \n')
check: export ALLOWED_HOSTS = localhost
check: export DATABASE_URL = sqlite://:memory:
check: setup
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) manage.py check --deploy --fail-level WARNING
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) -m pytest --quiet -p no:cacheprovider tests/architecture
	@if [ -x ../shared/checks/verbatim ]; then echo ../shared/checks/verbatim ../shared/seeds . && \
	  ../shared/checks/verbatim ../shared/seeds . ; \
	else echo 'verbatim: not there, skipped (needs ../shared)' ; fi
