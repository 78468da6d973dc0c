# Every command sets up what it needs, from a fresh clone with Python 3.11 or newer (with venv) and make.
# `make` alone lists them.

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
# What `make test` runs, and how many at once: make test TESTS=tests/councils JOBS=1
TESTS ?=
JOBS ?= 2

PY := .venv/bin/python
# A stamp carries the checksum of its requirement file: a changed file is installed, an unchanged one costs nothing.
checksum = $(firstword $(shell cksum < $(1)))
BASE := .venv/base-$(call checksum,requirements/base.txt)
TEST := .venv/test-$(call checksum,requirements/test.txt)

.PHONY: help demo demo-reset test check bench soak install install-test messages clean
.DEFAULT_GOAL := help

help:
	@echo "make demo        the portal on this machine, with invented people (PORT=$(PORT))"
	@echo "make demo-reset  throw the demo's data away"
	@echo "make test        the whole test suite"
	@echo "make check       format, lint, types, imports, templates, migrations, translations, deployment"
	@echo "make bench       the performance table"
	@echo "make soak        the long fault runs"

demo: $(BASE)
	@PORT=$(PORT) HOST=$(HOST) $(PY) scripts/demo.py

demo-reset: $(BASE)
	@$(PY) scripts/demo.py --reset

test: $(TEST)
	@$(PY) scripts/system_packages.py test
	@$(PY) scripts/compile_messages.py
	$(PY) scripts/with_services.py $(PY) -m pytest -n $(JOBS) --dist loadgroup --create-db $(TESTS)

check: $(TEST)
	@$(PY) scripts/system_packages.py check
	@$(PY) scripts/check.py

bench: $(TEST)
	@$(PY) scripts/with_services.py $(PY) -m tests.bench

soak: $(TEST)
	@$(PY) scripts/with_services.py $(PY) -m tests.soak

install: $(BASE)

install-test: $(TEST)

messages: $(TEST)
	@$(PY) scripts/compile_messages.py --force

clean:
	rm -rf .venv var staticfiles test-results .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "The portal needs Python 3.11 or newer. Name one:  make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv --clear .venv || \
	  { rm -rf .venv; echo "Python's venv is missing. On Debian or Ubuntu:  sudo apt-get install python3-venv"; exit 1; }

define install_requirements
	@echo "Installing requirements/$(1).txt ..."
	@$(PY) -m pip --version > /dev/null 2>&1 || $(PY) -m ensurepip > /dev/null
	@$(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/$(1).txt
	@rm -f .venv/$(1)-*
	@touch $@
endef

$(BASE): | .venv/bin/python
	$(call install_requirements,base)

$(TEST): | $(BASE)
	$(call install_requirements,test)
