# The whole project by name; `make help` lists what there is.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
LAB    ?= 01_datos
READY  := $(VENV)/.installed
KEEP   := _build/html/descargas
# nbgrader calls other programs of its environment by their bare names.
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help
.PHONY: help book epub pdf zip test claims lint labs lab grade formgrader feedback benchmarks grades report pages-report clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

# A stamp that only a finished installation leaves, so that an interrupted one starts again.
$(READY): requirements.txt constraints.txt pyproject.toml jupyterlab_overrides.json
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "Python 3.10 to 3.13 is needed; this is $$($(PYTHON) --version). Say which with: make PYTHON=python3.11 ..."; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q -r requirements.txt -c constraints.txt
	@mkdir -p $(VENV)/share/jupyter/lab/settings
	@cp jupyterlab_overrides.json $(VENV)/share/jupyter/lab/settings/overrides.json
	@touch $@

# The cache of executed chapters knows their cells, not the code these import.
_build/.code: $(wildcard src/aprende/*.py) constraints.txt
	@rm -rf _build/.jupyter_cache _build/.doctrees
	@mkdir -p _build && touch $@

# Sphinx looks at what pages say, not at what shows them: it writes all of them again without this.
_build/.look: $(wildcard chapters/_ext/* chapters/_templates/* chapters/_static/* chapters/_static/*/*)
	@mkdir -p _build/html && printf '# Sphinx build info version 1\n\nconfig: 0\ntags: 0\n' > _build/html/.buildinfo
	@touch $@

book: $(READY) _build/.code _build/.look  ## execute the chapters, build the HTML and say where it is
	$(BIN)/jupyter-book build . --warningiserror --keep-going
	@echo "The book: file://$(CURDIR)/_build/html/index.html"

epub: $(READY) _build/.code  ## the book as an EPUB 3, offered in the pages
	$(BIN)/jupyter-book build . --warningiserror --keep-going --builder custom --custom-builder epub
	@mkdir -p $(KEEP) && cp _build/epub/aprende.epub $(KEEP)
	@$(BIN)/python chapters/_ext/offer.py _build/html
	@echo "The e-book: file://$(CURDIR)/$(KEEP)/aprende.epub"

pdf: epub  ## the book as one PDF, printed from the EPUB in Chromium
	$(BIN)/python chapters/_ext/paper.py _build/epub $(KEEP)/aprende.pdf
	@$(BIN)/python chapters/_ext/offer.py _build/html

zip: book pdf  ## the pages, the PDF and the EPUB in a ZIP that opens from a disk
	$(BIN)/python chapters/_ext/offer.py _build/html --zip

claims: $(READY)  ## run every claim about training and write the book's table of them
	$(BIN)/python -m pytest tests/book/test_0*.py --write-claims

test: $(READY)  ## run every test
	$(BIN)/python -m pytest -n logical --dist loadgroup

verdicts: $(READY)  ## judge every known answer under 20 seeds, and grade the right ones
	APRENDE_ALL_SEEDS=1 $(BIN)/python -m pytest tests/labs tests/corrector/test_known.py -n logical -k "same_for_every_seed or when_graded"

lint: $(READY)  ## check style, and that no notebook holds outputs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/nbstripout --verify solutions/*/*.ipynb labs/*/*.ipynb

labs: $(READY)  ## make the students' notebooks again from solutions/
	for lab in $(notdir $(wildcard solutions/*)); do \
	  $(BIN)/nbgrader generate_assignment $$lab --force --create || exit 1; done

lab: $(READY)  ## open JupyterLab on the students' notebooks
	$(BIN)/jupyter lab --notebook-dir=labs

# ARGS are the command's own: see .venv/bin/python -m corrector grade --help
grade: $(READY)  ## grade what is new in submitted/, or ZIP: make grade LAB=01_datos ZIP=moodle.zip
	@test ! -d solutions/$(LAB) || $(BIN)/nbgrader generate_assignment $(LAB) --force --create --quiet
	$(BIN)/python -m corrector grade $(LAB) $(if $(ZIP),--zip '$(ZIP)') $(ARGS)

formgrader: $(READY)  ## open JupyterLab here, to grade written answers in nbgrader's formgrader
	$(BIN)/jupyter lab

feedback: $(READY)  ## write the students' pages, and the ZIP for Moodle: make feedback LAB=01_datos
	$(BIN)/python -m corrector feedback $(LAB)

benchmarks: $(READY)  ## measure the training loop, the book's build and the grading of a class
	$(BIN)/python -m pip install -q -r benchmarks/requirements.txt -c constraints.txt
	$(BIN)/python benchmarks/training.py
	$(BIN)/python benchmarks/build.py
	$(BIN)/python benchmarks/grading.py

pages-report: $(READY)  ## weigh every page of the built book and time what a reader sees first
	$(BIN)/python benchmarks/pages.py

grades: $(READY)  ## write all grades to grades.csv, and one lab's for Moodle: make grades LAB=01_datos
	$(BIN)/python -m corrector grades $(LAB)

report: $(READY)  ## write the report on a class: make report LAB=01_datos
	$(BIN)/python -m corrector report $(LAB)

clean:  ## remove the built book and its cache (not .venv, not the class's work)
	rm -rf _build
