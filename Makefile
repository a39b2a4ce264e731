# Two commands for a fresh machine with Python 3.11 or newer: `make demo`, then `make test`.
# Everything lands in .venv and demo-share; nothing outside this folder is changed, except that `make test` run as root
# on Debian installs the packages of packages.apt.

PYTHON ?= python3
VENV := .venv
PII_SCAN := $(VENV)/bin/pii-scan
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check --quiet
DEMO := demo-share

.DEFAULT_GOAL := help
.PHONY: help demo scan test lint format bench accuracy formats packages clean

help:
	@echo "make demo               write a made-up office share, scan it, draw the map of its personal data"
	@echo "make scan TARGET=PATH   scan a folder or file"
	@echo "make test               run every check and every test"
	@echo "make lint               only the static checks"
	@echo "make bench              measure speed, and how many changes of recognizers/ the tests notice"
	@echo "make formats            plant a number in every hiding place of every format, and look for it (CORPORA=DIR: real files)"
	@echo "make accuracy           measure accuracy, write docs/accuracy.md (CORPORA=DIR PRACTICE=DIR for all sets)"

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "on Debian or Ubuntu: apt install python3-venv"; exit 1; }

$(VENV)/.ready: pyproject.toml | $(VENV)/bin/python
	@echo "installing pii-scan into $(VENV) ..."
	@$(PIP) install --editable .
	@touch $@

$(VENV)/.ready-dev: pyproject.toml | $(VENV)/bin/python
	@echo "installing pii-scan and its test tools into $(VENV) ..."
	@$(PIP) install --editable '.[dev]'
	@touch $@ $(VENV)/.ready

demo: $(VENV)/.ready
	@rm -rf $(DEMO)
	@$(PII_SCAN) demo $(DEMO)

scan: $(VENV)/.ready
	@test -n "$(TARGET)" || { echo "name what to scan: make scan TARGET=/mnt/share"; exit 2; }
	@$(PII_SCAN) scan "$(TARGET)"

lint: $(VENV)/.ready-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

format: $(VENV)/.ready-dev
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

test: lint packages
	$(VENV)/bin/pytest -n auto --dist loadfile

$(VENV)/.ready-bench: $(VENV)/.ready-dev
	@$(PIP) install --editable '.[bench]'
	@touch $@

bench: $(VENV)/.ready-bench
	@for script in bench/*_speed.py bench/*_throughput.py bench/mutation.py; do echo "== $$script"; $(VENV)/bin/python $$script || exit 1; done

accuracy: $(VENV)/.ready-dev
	$(VENV)/bin/python bench/accuracy/run.py --write $(if $(CORPORA),--corpora "$(CORPORA)") $(if $(PRACTICE),--practice "$(PRACTICE)")

formats: $(VENV)/.ready-bench
	$(VENV)/bin/python bench/formats/planted.py
	$(if $(CORPORA),$(VENV)/bin/python bench/formats/peers.py --corpora "$(CORPORA)" --write)

packages:
	@missing=""; for name in $$(grep -v '^#' packages.apt); do dpkg -s $$name >/dev/null 2>&1 || missing="$$missing $$name"; done; \
	if [ -n "$$missing" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; \
	elif [ -n "$$missing" ]; then echo "not installed, their tests are skipped:$$missing"; fi

clean:
	rm -rf $(VENV) $(DEMO) build dist
