# `make` alone says what there is. Needs make, git and Python 3.11 or newer; everything else goes into .venv/.

PYTHON  ?= python3
# Arguments for pytest: make test ARGS="tests/loyalty -x", or on an older PostgreSQL, wherever its programs are:
# make test ARGS="-m postgres --postgres=/usr/lib/postgresql/15/bin"
ARGS    ?=
# Tests run in as many processes as there are processors, up to four: each has a PostgreSQL database of its own.
WORKERS ?= -n auto --maxprocesses 4

BIN      := .venv/bin
COMPILE  := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
            --no-emit-index-url --no-emit-find-links --no-header --annotation-style line
# A Python that was named, not the default, makes .venv anew if another version had made it.
NAMED    := $(if $(filter file,$(origin PYTHON)),,--this-python)

.DEFAULT_GOAL := help
.PHONY: help install demo test proof check format format-check lint types imports coverage bench lock upgrade clean distclean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1|/p' Makefile | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

install: ## .venv/ with everything, exactly as locked; nothing to do when nothing changed
	@command -v $(PYTHON) >/dev/null || { echo "make: no $(PYTHON) here: install Python 3.11 or newer, or name one: make install PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) requirements/install.py $(NAMED)

demo: install ## the bot, a local Telegram and a seeded shop, in your browser; no token, no account
	@$(BIN)/python -m bot demo

test: install ## every test, the ones on a real PostgreSQL and in a real browser too
	$(BIN)/python -m pytest $(WORKERS) $(ARGS)

proof: install ## the long form of the tests under load: bots that are killed, frozen and cut off, for about twenty minutes
	$(BIN)/python -m pytest -n0 --proof tests/end_to_end tests/jobs/test_frozen_replica.py -k "kills or faults or replica" $(ARGS)

check: format-check lint types imports test ## all that must hold before a change is taken

format: install ## put the code in shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

format-check: install
	$(BIN)/ruff format --check .

lint: install
	$(BIN)/ruff check .

types: install
	$(BIN)/mypy

imports: install
	$(BIN)/lint-imports

coverage: install ## the tests once more, with the branches that none of them took
	$(BIN)/python -m pytest $(WORKERS) --cov --cov-report=term $(ARGS)

bench: install ## every figure, and its ratio to the limit or the peer
	$(BIN)/python -m benchmarks

# Not after `install`: a lock that cannot be installed must still be replaceable.
$(BIN)/uv:
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'

lock: $(BIN)/uv ## pin what pyproject.toml asks for, keeping the pins that still fit
	$(COMPILE) --extra demo --extra dev --output-file requirements/dev.txt $(UPGRADE)
	$(COMPILE) --constraint requirements/dev.txt --output-file requirements/run.txt $(UPGRADE)
	$(subst pyproject.toml,--group build,$(COMPILE)) --constraint requirements/dev.txt --output-file requirements/build.txt $(UPGRADE)

upgrade: ## pin the newest of everything that pyproject.toml allows
	$(MAKE) lock UPGRADE=--upgrade

clean: ## remove what tools leave behind; .venv/ and data/ stay
	rm -rf build dist *.egg-info .coverage .coverage.* htmlcov .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

distclean: clean ## clean, and remove .venv/ too; data/ stays
	rm -rf .venv
