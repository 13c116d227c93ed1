# Everything here is a door to `yiwang`, pytest or a script of .ci/; nothing is decided in this file.
PYTHON ?= python3
PORT ?= 8080
ARGS ?=
BIN = .venv/bin
# Every process has a stack of its own; the tests of one file stay together.
# The rules of the structure run in `make check`.
EVERYDAY = -m "not thorough" --ignore tests/architecture
SIDE_BY_SIDE = --numprocesses auto --maxprocesses 4 --dist loadfile --durations 15

# Where it is set, each of the many processes that these commands start compiles every module anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL = help
.PHONY: help install run demo test test-miniprogram test-production test-dates coverage mutants check bench attack openapi tokens hooks

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "Variables: PYTHON=python3.12   PORT=9090   ARGS='-k guides' (test, bench)"

install:  ## make .venv from requirements.lock; does nothing when it is up to date
	@$(PYTHON) .ci/install.py

run: install  ## start everything on this machine (database, cache, simulators, API, worker); Ctrl-C stops it
	@exec $(BIN)/yiwang up --port $(PORT)

demo: install  ## walk one citizen's journey and four needs of the market, on the running stack or on one of its own
	@$(BIN)/yiwang demo

test: install  ## the tests on real PostgreSQL and Valkey, which come with the packages: all but the thorough ones
	@$(BIN)/python $(COVERED) -m pytest $(SIDE_BY_SIDE) $(EVERYDAY) $(ARGS)

test-miniprogram: install  ## the mini-program against this API, without WeChat DevTools: needs Node 20 and npm
	@cd tests/miniprogram && npm ci --no-audit --no-fund --silent && npx --no-install jest $(ARGS)

test-production: install  ## all tests, on this machine's own PostgreSQL and Redis and a real MinIO
	@$(BIN)/python $(COVERED) .ci/test_production.py $(SIDE_BY_SIDE) $(ARGS)

coverage: install  ## all tests with branch coverage: total against its floor, the ten weakest files
	@$(BIN)/python .ci/covered.py -m pytest $(SIDE_BY_SIDE) $(ARGS)

test-dates: install  ## the tests on other days: New Year's Eve, a leap day...; ARGS=--parts is what CI runs
	@$(BIN)/python .ci/test_dates.py $(if $(findstring --parts,$(ARGS)),,$(SIDE_BY_SIDE)) $(ARGS)

check: install  ## style, types, who may import whom, migrations equal models, OpenAPI as committed and as others read it
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -q tests/architecture
	@$(BIN)/python .ci/openapi_clients.py

bench: install  ## measure against the limits in the same run; ARGS='guides search' picks some
	@$(BIN)/yiwang bench $(ARGS)

attack: install  ## attack a whole stack on loopback: foreign callers, odd people, hostile files, outages; ARGS='matrix'
	@$(BIN)/python -m tests.attack $(ARGS)

mutants: install  ## change the rules of law one by one and see a test fail each time (half an hour); ARGS='clocks'
	@PYTHONHASHSEED=0 $(BIN)/python .ci/mutants.py $(ARGS)

hooks:  ## run style and budgets before every commit of this clone
	@git config core.hooksPath .githooks

openapi: install  ## write docs/openapi.json anew from the routes
	@$(BIN)/yiwang openapi > docs/openapi.json

tokens:  ## write what pages and mini-program know of mobile_api/web/frame/tokens.json
	@$(PYTHON) .ci/tokens.py
