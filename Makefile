# The two commands of the README are `make demo` and `make test`; both set up what they need.
# Windows: CONTRIBUTING.md gives the line behind each target.

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
CATALOGUE := src/avoin/locale/fi/LC_MESSAGES/avoin
PACKAGE := src/avoin

export OMP_NUM_THREADS ?= 1
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: setup setup-run demo test check bench docs catalogue lock snapshots clean

setup: .venv/dev.stamp $(CATALOGUE).mo ## everything for building and testing
setup-run: .venv/run.stamp $(CATALOGUE).mo ## only what running needs

demo: setup-run ## the whole job on the example survey
	$(BIN)/avoin demo demo-project

test: setup .venv-qc/stamp ## all the tests, in a process for each core; at most four, for each takes two gigabytes
	$(BIN)/pytest -n auto --maxprocesses 4

check: setup ## what must hold before a commit
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest tests/structure

bench: setup ## the figures, written to benchmarks/results/
	$(BIN)/pip install --quiet --require-hashes -r requirements/bench.txt
	for script in benchmarks/*.py; do $(BIN)/python $$script || exit 1; done

docs: setup ## the generated pages and pictures
	$(BIN)/python docs/make_reference.py
	$(BIN)/python docs/make_licences.py
	$(BIN)/python docs/make_figures.py
	$(BIN)/python docs/make_pictures.py

snapshots: setup ## accept the screens as they are now
	$(BIN)/pytest tests/tui --snapshot-update

catalogue: setup ## gather the program's sentences for translation
	$(BIN)/pybabel --quiet extract --no-location --sort-output --omit-header -k _ -k ngettext:1,2 -o $(CATALOGUE).pot $(PACKAGE)
	$(BIN)/pybabel --quiet update --no-fuzzy-matching --no-wrap --omit-header -D avoin -i $(CATALOGUE).pot -d $(PACKAGE)/locale -l fi
	rm $(CATALOGUE).pot
	$(BIN)/pybabel --quiet compile -f -i $(CATALOGUE).po -o $(CATALOGUE).mo

lock: ## pin every package with its hashes (needs uv; the addresses of the index stay out)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --upgrade \
	  --group build -o requirements/run.txt pyproject.toml
	for group in dev bench; do uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --upgrade \
	  --constraints requirements/run.txt --group build --group $$group -o requirements/$$group.txt pyproject.toml || exit 1; done
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --upgrade \
	  --group qc -o requirements/qc.txt

clean:
	rm -rf .venv .venv-qc demo-project dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(CATALOGUE).mo: $(CATALOGUE).po | .venv/run.stamp
	$(BIN)/pybabel --quiet compile -f -i $< -o $@

.venv/run.stamp: requirements/run.txt pyproject.toml | .venv/bin/python
	@sh requirements/system.sh
	$(BIN)/pip install --quiet --require-hashes -r requirements/run.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	@sh requirements/system.sh test
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

# another program for coding, which a test hands a project to; it needs other versions of some packages
.venv-qc/stamp: requirements/qc.txt | .venv/bin/python
	@{ $(BIN)/python -m venv .venv-qc && .venv-qc/bin/pip install --quiet --require-hashes -r requirements/qc.txt && touch $@; } \
	  || echo "qc could not be installed; the test that needs it is skipped."

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "avoin needs Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; sh requirements/system.sh venv; $(PYTHON) -m venv .venv; }
