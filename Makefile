# Works with GNU make 3.81 (macOS) and newer. `make` alone lists what there is.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# SLOW_PATHS=1: without the second ways to the same output, see site_builder/acceleration.py.
export BULLETIN_SLOW_PATHS ?= $(SLOW_PATHS)

.DEFAULT_GOAL := help
.PHONY: help site quick test check bench slow-shapes evidence pictures icons docs scripts format lock clean
# A stamp must not outlive a failed installation.
.DELETE_ON_ERROR:

help: ## list these targets
	@echo 'Usage: make TARGET'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' Makefile | awk -F'|' '{ printf "%-10s %s\n", $$1, $$2 }'

site: $(VENV)/.run-installed ## build the site into public/
	@$(BIN)/bulletin build
	@echo
	@echo 'The site is in public/, its first page is public/index.html. To look at it, run'
	@echo '    $(BIN)/python -m http.server --directory public 8000'
	@echo 'and open http://127.0.0.1:8000/ in a browser.'

quick: $(VENV)/.dev-installed ## run the quick tests, of every part of the program: under half a minute of processor time
	@# Whatever the environment says, what Python compiles is kept: that is a fifth of the time.
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -q -m 'not slow and not browser'

test: $(VENV)/.dev-installed ## run all tests, two more at a time than there are processors (installs browser, Java, Node, servers and LibreOffice where it may)
	@sh tests/browser/setup.sh
	@sh tests/publishing/setup.sh
	@sh tests/word_import/setup.sh
	$(BIN)/python -m pytest -n auto --dist worksteal

check: $(VENV)/.dev-installed ## check form, lint, types and layers
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_layers.py

bench: $(VENV)/.dev-installed ## measure builds and preview of 1,000 and 10,000 items (SIZES=100000 for more)
	$(BIN)/python -m tests.benchmarks.bench $(if $(SIZES),--sizes $(SIZES))

slow-shapes: $(VENV)/.dev-installed ## measure what inputs that would take long cost (half an hour)
	$(BIN)/python -m tests.slow_shapes.run

evidence: $(VENV)/.dev-installed ## measure what docs/evidence.md says, and write it there (some minutes)
	@sh tests/browser/setup.sh
	@sh tests/publishing/setup.sh
	$(BIN)/python -m tests.weights
	$(BIN)/python -m tests.lighthouse
	$(BIN)/python -m tests.benchmarks.search --write

pictures: $(VENV)/.dev-installed ## take the pictures in README.md anew, of the demonstration
	@sh tests/browser/setup.sh
	$(BIN)/python -m tests.pictures

icons: $(VENV)/.dev-installed ## draw the theme's icons anew, of templates/static/favicon.svg
	@sh tests/browser/setup.sh
	$(BIN)/python -m tests.theme_icons

docs: $(VENV)/.dev-installed ## renew the pages in docs/ that are made from the code
	$(BIN)/python -m tests.generated_docs
	$(BIN)/python -m tests.checking.labelled --write

scripts: $(VENV)/.dev-installed ## renew templates/static/*.js from templates/_scripts/ (needs Node)
	@sh tests/browser/setup.sh
	$(BIN)/python -m tests.scripts

format: $(VENV)/.dev-installed ## put the code in form and mend what ruff can mend
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

# Whatever pip is told on this machine (mirrors, local wheels), the locks hold what the
# public index has. Locked with the lowest Python we support: newer ones need no more.
PIP_PLAIN := env -u PIP_FIND_LINKS -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null
COMPILE := $(PIP_PLAIN) CUSTOM_COMPILE_COMMAND='make lock' $(VENV)-lock/bin/pip-compile --quiet --no-config \
	--generate-hashes --allow-unsafe --strip-extras --resolver=backtracking \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host $(if $(UPGRADE),--upgrade)

lock: ## write the locks anew; UPGRADE=1 takes the newest versions
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { \
		echo 'The locks are made with Python 3.11: make lock PYTHON=python3.11' >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)-lock
	$(PIP_PLAIN) $(VENV)-lock/bin/python -m pip install --quiet --disable-pip-version-check pip-tools==7.6.2
	$(COMPILE) --output-file requirements/run.txt pyproject.toml requirements/run.in
	$(COMPILE) --output-file requirements/dev.txt pyproject.toml requirements/run.in requirements/dev.in
	rm -rf $(VENV)-lock
	cd tests/browser && npm install --package-lock-only --ignore-scripts --no-audit --no-fund \
		--omit-lockfile-registry-resolved

clean: ## remove what was built, and caches; keep the virtual environment
	rm -rf public .bulletin dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find site_builder tests -name node_modules -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

# The virtual environment. Each stamp is newer than the lock it was installed from.

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
		echo 'Python 3.11 or newer is needed, and there is no $(PYTHON) here. Please install it,' \
			'or name one: make PYTHON=/path/to/python3' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1)." \
			'Another can be named: make PYTHON=/path/to/python3' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo 'This Python cannot make virtual environments. On Debian and Ubuntu please run:' \
			'apt-get install python3-venv' >&2; exit 1; }
	@echo 'Making a virtual environment in $(VENV)/'
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.run-installed: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo 'Installing requirements/run.txt and the site builder into $(VENV)/'
	@$(INSTALL) --require-hashes -r requirements/run.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q site_builder
	@touch $@

$(VENV)/.dev-installed: requirements/dev.txt $(VENV)/.run-installed
	@echo 'Installing requirements/dev.txt into $(VENV)/'
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@
