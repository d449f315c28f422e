# Everything a developer or a build server does with Đôn đốc. Needs: Python 3.11 or newer with venv, make, git.
# All paths are relative to this folder, so that it may stand anywhere (also in a path with spaces).

PYTHON ?= python3
ROOMS := engine intake notifications reports config flows web cli
# The rules: every module of engine that is not the database's.
RULES := $(filter-out engine/__init__.py engine/models.py engine/store.py engine/service.py,$(wildcard engine/*.py))

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
UV := $(PY) -m uv
LOCK := $(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header $(if $(UPGRADE),--upgrade)
SYNC := $(UV) pip sync --quiet --require-hashes --compile-bytecode
INSTALL := $(UV) pip install --quiet --no-deps --no-build-isolation

# An environment that was left half-made, came along in a copied folder or lost its Python is made anew.
ifneq ($(shell cat $(VENV)/.made-in 2>/dev/null && $(PY) -c '' 2>&1),$(CURDIR))
$(VENV)/.made-in: make-anew
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup setup-dev demo serve test lint format types rooms coverage wheel lock clean make-anew

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

setup: $(VENV)/.runtime ## install what running needs into .venv
setup-dev: $(VENV)/.dev ## install what tests and checks need as well

demo: setup ## play the main job: five real directives from plan file to roll-up
	$(BIN)/dondoc demo

serve: setup ## leave the five directives running on a quick clock, with the page (PORT=8080)
	$(BIN)/dondoc demo --serve --port $(or $(PORT),8080)

test: setup-dev ## run all tests (ARGS="-k sweep -n0" to choose)
	$(PY) -m pytest $(ARGS)

lint: setup-dev ## style and likely errors
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

format: setup-dev ## put the style right
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

types: setup-dev ## mypy --strict over all rooms, and what the tests share
	$(PY) -m mypy --strict $(ROOMS) tests/conftest.py tests/support tests/architecture

rooms: setup-dev ## who may import whom, budgets, names, documentation
	$(BIN)/lint-imports --no-logo --no-cache
	$(PY) -m pytest tests/architecture $(ARGS)

comma := ,
empty :=
space := $(empty) $(empty)
coverage: setup-dev ## branch coverage of the engine's rules: 100 %
	$(PY) -m pytest tests/unit --cov=engine --cov-branch --cov-report= $(ARGS)
	$(PY) -m coverage report --fail-under=100 --include='$(subst $(space),$(comma),$(RULES))'

wheel: setup-dev ## build the wheel, install it into a fresh environment and run it from there
	.ci/try-wheel $(PY)

lock: $(VENV)/.made-in ## resolve the dependencies anew, as far as pyproject.toml changed (UPGRADE=1: all of them)
	$(LOCK) --group dev --group bench --output-file requirements-dev.lock
	$(LOCK) --group build --constraint requirements-dev.lock --output-file requirements.lock

clean: ## remove .venv and whatever was built or cached
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage .coverage.*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the environment ------------------------------------------------------------------------------
# .made-in holds the folder the environment was made in; .runtime and .dev say what is installed.

make-anew:

$(VENV)/.made-in: requirements-uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo 'Đôn đốc needs Python 3.11 or newer, and "$(PYTHON)" is not: install it, or name one with make PYTHON=…' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo 'Đôn đốc needs the venv module of Python, which "$(PYTHON)" lacks: install it (Debian, Ubuntu: python3-venv).' >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-uv.lock
	@printf '%s\n' "$(CURDIR)" > $@

# A superset is as good: .dev stands in for .runtime as long as the lock of .runtime has not changed.
$(VENV)/.runtime: $(VENV)/.made-in requirements.lock pyproject.toml
	$(SYNC) requirements.lock
	$(INSTALL) --editable .
	@rm -f $(VENV)/.dev
	@touch $@

$(VENV)/.dev: $(VENV)/.made-in requirements-dev.lock requirements.lock pyproject.toml
	$(SYNC) requirements-dev.lock
	$(INSTALL) --editable .
	@touch $(VENV)/.runtime $@
