# make demo   the main job on the sample reports      make test   all tests
# make check  format, lint, types, contracts, docs    make lock   pin the dependencies again
.PHONY: demo test check lock format clean
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

$(VENV)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

demo: $(VENV)/.ready
	$(BIN)/biblio --db out/demo.db run --offline data/reports/*.* -o out/

test: $(VENV)/.ready
	$(BIN)/pytest

check: $(VENV)/.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/readme.py

format: $(VENV)/.ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock:
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --no-header --no-emit-index-url --all-extras --group dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) out .mypy_cache .ruff_cache .pytest_cache .hypothesis
