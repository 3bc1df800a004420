# Two commands do everything: `make reports` and `make test`. Each sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed

.PHONY: reports test check bench scores pictures lock clean
.DEFAULT_GOAL := reports

reports: $(INSTALLED)  ## execute every notebook on the seeds and write reports/
	$(BIN)/framing report --all --out reports

test: $(INSTALLED) check  ## style, types, tests
	$(BIN)/python -m pytest -n auto

check: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(INSTALLED)  ## speed, starts, growth and memory as ratios within one run; RECORD=1 records them
	$(BIN)/python -m lab.benchmarks $(if $(RECORD),--record)

# The tables that the report on validation shows where no labelled data is at hand.
scores: $(INSTALLED)  ## run every validation on the labelled data that FRAMING_GOLD names, and record the scores
	set -e; for name in $$($(BIN)/framing validate --list); do \
		$(BIN)/framing validate $$name --out framing/validation/scores/$$name.csv; done
	$(BIN)/framing validate --audit names --out framing/validation/scores/audit-names.csv

# The pinned packages, then this one in place; no build isolation, so that only pinned code is run.
$(INSTALLED): requirements.txt pyproject.toml $(wildcard framing/templates/framing/*)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

pictures: $(INSTALLED)  ## renew the picture of the README, the worked examples and the sample corpus
	$(BIN)/python tools/readme_picture.py
	$(BIN)/python tools/worked_examples.py
	$(BIN)/python tools/compose_corpus.py

lock:  ## renew requirements.txt (needs the network and uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra test \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links \
		pyproject.toml tools/build-requirements.in --output-file requirements.txt

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache
