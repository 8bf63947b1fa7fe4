# `make run` needs Python 3.11 or newer, pip and make; nothing else.
PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test quick lint torture pictures words lock clean

run: $(READY)  ## the app, on the demo town unless ASSETMAP_HOME names a place
	$(BIN)/assetmap serve --port $(PORT)

$(READY): pyproject.toml requirements.lock hatch_build.py assetmap/webmap/package-lock.json
	$(PYTHON) -c 'import sys; sys.exit("assetmap needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(BIN)/python -m assetmap.access.warming  # compiles the searches: nobody waits for it later
	touch $@

$(VENV)/.ready-dev: $(READY) requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	touch $@

test: $(VENV)/.ready-dev lint  ## everything; ends by naming what could not run
	$(BIN)/python -m pytest -n 2 --dist loadfile --durations=25

quick: $(VENV)/.ready-dev  ## the part to run while working: under a minute
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow and not browser and not realdata"

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

torture: $(VENV)/.ready-dev  ## the long forms: hundreds of kills, many writers, full disks
	$(BIN)/python -m tests.torture

pictures: $(VENV)/.ready-dev  ## the README's pictures, made from the demo town
	$(BIN)/python docs/pictures.py

words: $(READY)  ## our own sentences, gathered from the source into the catalogues of each language
	$(BIN)/python -m assetmap.wording.extracting

lock: $(VENV)/.ready-dev  ## both lock files anew; no download addresses in them
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet --extra dev pyproject.toml -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) dist build
