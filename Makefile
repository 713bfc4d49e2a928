# kg: set-up, build and checks.
#
#   make              .venv, installed from constraints.txt, and output/ built from seeds/
#   make test         the whole suite: ruff, mypy, import-linter, pytest
#   make test-tools   the programs beside Python that the tests drive (Chromium, node, npm, rapper)
#   make fuzz         the readers on bytes that a fuzzer makes up, for SECONDS (600)
#   make model        kg/data/events/*.npz anew, trained on the examples and passages beside them
#   make constraints  constraints.txt anew, from what pyproject.toml asks for today
#   make clean        take away all that is made here
#
# A second `make` does only what changed: the stamps in .venv follow pyproject.toml and constraints.txt, and
# output/graph.html follows the code, the data and the seeds.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: all test lint test-tools fuzz model constraints clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Errors only: what pip says of mirrors and caches is no news here.
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt
SOURCES := $(shell find kg -type f -not -name '*.pyc')
SEEDS := $(shell find seeds -type f)

all: output/graph.html
	@echo
	@echo "Look next:"
	@echo "  output/graph.html                         the graph; open it in a browser"
	@echo "  $(BIN)/kg show RUS IRN                    the events between two parties, with their sentences"
	@echo "  $(BIN)/kg query output/graph.ttl --list   questions that the graph can answer"
	@echo "  $(BIN)/kg --help                          all commands; README.md tells them at length"

output/graph.html: $(VENV)/installed $(SOURCES) $(SEEDS)
	$(BIN)/kg build seeds -o output

$(VENV)/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "kg needs Python 3.11 or newer, and $(PYTHON) is older: make PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "$(PYTHON) cannot make a virtual environment. On Debian: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) -e .
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	$(INSTALL) -e '.[test]'
	@touch $@

test: test-tools lint
	$(BIN)/pytest

lint: $(VENV)/installed-test
	$(BIN)/ruff check .
	$(BIN)/mypy kg
	$(BIN)/lint-imports

# command:Debian package
TOOLS := chromium:chromium node:nodejs npm:npm rapper:raptor2-utils
test-tools:
	@missing=(); \
	for tool in $(TOOLS); do command -v "$${tool%%:*}" >/dev/null || missing+=("$${tool##*:}"); done; \
	if [ $${#missing[@]} -eq 0 ]; then exit 0; fi; \
	if [ "$$(id -u)" -eq 0 ]; then as_root=(); else as_root=(sudo -n); fi; \
	if ! command -v apt-get >/dev/null || ! "$${as_root[@]}" true 2>/dev/null; then \
	  echo "the tests need: $${missing[*]}. On Debian: sudo apt-get install $${missing[*]}" >&2; exit 1; \
	fi; \
	"$${as_root[@]}" apt-get update -q; \
	"$${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$${missing[@]}"

fuzz: $(VENV)/installed-test
	mkdir -p build/fuzz
	$(BIN)/python tests/fuzz/readers.py build/fuzz/readers -max_total_time=$(or $(SECONDS),600) -timeout=30 \
	  -rss_limit_mb=4096 -artifact_prefix=build/fuzz/

model: $(VENV)/installed-train
	$(BIN)/python -m kg.run.train

$(VENV)/installed-train: $(VENV)/installed
	$(INSTALL) -e '.[train]'
	@touch $@

constraints:
	rm -rf build/constraints
	$(PYTHON) -m venv build/constraints
	build/constraints/bin/python -m pip install -qq --disable-pip-version-check -e '.[test,train]'
	{ sed '/^[^#]/,$$d' constraints.txt; \
	  build/constraints/bin/python -m pip freeze --disable-pip-version-check --exclude-editable; } > build/constraints.txt
	mv build/constraints.txt constraints.txt
	rm -rf build/constraints

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -rf tests/readers/node_modules
	find kg tests -name __pycache__ -type d -prune -exec rm -rf {} +
	find output -mindepth 1 -not -name .gitkeep -delete
