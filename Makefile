# Two commands do everything: `make lessons` builds the course, `make test` passes the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: lessons test nightly lint bench serve screenshot schemas lock clean help

help:  ## List the commands.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1 — /'

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

lessons: $(READY)  ## Check the course, train its models, write its pages to output/site.
	$(BIN)/build lessons

test: $(READY) lint  ## Run every test, in a browser too; installs Chromium where it is missing and it may.
	@sh scripts/chromium.sh
	$(BIN)/pytest

nightly: $(READY)  ## Edit a course a thousand times at random and kill hundreds of builds; takes a quarter of an hour.
	COURSEWRIGHT_NIGHTLY=1 $(BIN)/pytest tests/site

lint: $(READY)  ## Check style, types and the direction of imports.
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)  ## Measure; every benchmark runs both sides and prints ratios.
	for script in benchmarks/*.py; do $(BIN)/python $$script || exit 1; done

serve: $(READY)  ## Build the course on every change and show it on http://127.0.0.1:8000.
	$(BIN)/build serve

screenshot: lessons  ## Take the picture in README.md anew.
	@sh scripts/chromium.sh
	$(BIN)/python scripts/screenshot.py

schemas: $(READY)  ## Write the JSON Schemas that editors use.
	$(BIN)/build schema --output schemas

lock: $(READY)  ## Resolve the exact versions of requirements.lock anew.
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --strip-extras --no-header --no-emit-index-url --no-emit-find-links \
		--annotation-style line --extra figures --extra notebooks --extra serve --extra cluster --extra dev \
		--output-file requirements.lock pyproject.toml
	sed -i.bak 's/^torch==\([0-9.]*\)+cpu/torch==\1/' requirements.lock && rm requirements.lock.bak

clean:  ## Remove what was built and installed; figures are trained anew after it.
	rm -rf $(VENV) output/site output/notebooks output/cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
