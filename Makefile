# `make` lists the targets. Every one prepares .venv first and leaves it alone when it is up to date.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 14

# requirements-uv.txt brings the installer itself, by hash; it installs the rest.
.venv/.ready: requirements-dev.txt requirements-uv.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Bulwark needs Python 3.11 or newer; $(PYTHON) is older. Try: make setup PYTHON=python3.12"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements-dev.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

# The pack names a virtualenv of its own, as it has to where it is published; here it is the same one.
policies/.venv: | .venv/.ready
	@ln -sfn $(CURDIR)/.venv $@

.PHONY: setup
setup: .venv/.ready policies/.venv ## prepare .venv from the locked requirements

.PHONY: lock
lock: setup ## compile the locked requirements from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --extra dev pyproject.toml -o requirements-dev.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11 --constraints requirements.txt policies/requirements.in -o policies/requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11 benchmarks/requirements.in -o benchmarks/requirements.txt
	@grep -A100 '^uv==' requirements-dev.txt | awk 'NR==1 || /^    /{print; next} {exit}' > requirements-uv.txt

.PHONY: local
local: setup ## preview, deploy into the embedded AWS, audit, take down again (KEEP=1 leaves it up)
	@$(BIN)/bulwark up -s local $(if $(KEEP),,--once)

.PHONY: test
test: setup ## run every test, and report the branches that none of them takes
	@$(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered

.PHONY: test-fast
# What is thorough is not even imported: that takes longer than most tests.
test-fast: setup ## the tests to run on each save
	@$(BIN)/python -m pytest -n 2 -m "not e2e and not thorough" -q --hypothesis-profile fast \
		$$(grep -rl --include='test_*.py' '^pytestmark = .*pytest.mark.thorough' tests | sed 's/^/--ignore=/')

.PHONY: test-engine
test-engine: pulumi ## the tests with Pulumi's real engine
	@$(BIN)/python -m pytest tests/local/pulumi

# Pinned by hash; it runs none of its own scripts at installation.
build/oracle/.ready: tests/oracle/package.json tests/oracle/npm-shrinkwrap.json
	@command -v npm >/dev/null || { echo "The other evaluator of IAM policies needs Node with npm, 20 or newer."; exit 2; }
	@mkdir -p build/oracle && cp $^ build/oracle
	@npm ci --prefix build/oracle --ignore-scripts --no-audit --no-fund --silent
	@touch $@

.PHONY: oracle
oracle: build/oracle/.ready ## install another evaluator of IAM policies, for the tests to compare with

.PHONY: browser
browser: ## find chromium with its driver, or install them (Debian), for the tests of the report
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null \
		|| { apt-get -qq update && apt-get -qq install --yes --no-install-recommends chromium chromium-driver >/dev/null; } \
		|| { echo "The tests of the HTML report need chromium and chromedriver on the PATH."; exit 2; }

.PHONY: pulumi
pulumi: setup ## find Pulumi's CLI, or build it from its Go modules (once, some minutes)
	@$(BIN)/python -m local.pulumi.cli

.PHONY: lint
lint: setup ## lint and formatting
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

.PHONY: format
format: setup ## format, and mend what the linter can mend
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

.PHONY: types
types: setup ## strict type check
	@$(BIN)/basedpyright

.PHONY: rules
rules: setup ## write what is made of the rules: their reference and the profiles
	@$(BIN)/bulwark rules --markdown > docs/rules.md
	@for one in baseline local strict; do \
		$(BIN)/bulwark rules --profile $$one > policies/profiles/$$one.json || exit 1; \
	done

# What the benchmarks compare with has a virtualenv of its own.
PEERS := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/bulwark/bench-venv
$(PEERS)/.ready: benchmarks/requirements.txt | .venv/.ready
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(PEERS)
	@$(BIN)/uv pip sync --quiet --python $(PEERS)/bin/python --require-hashes benchmarks/requirements.txt
	@touch $@

BENCHMARKS := preview overhead routes engine iam_recall iam_speed iam_map iam_fuzz pack_speed pack_recall pack_fuzz

.PHONY: bench
bench: setup $(PEERS)/.ready ## the figures of the README
	@for one in $(BENCHMARKS); do \
		echo "\n== $$one"; PYTHONPATH=.:policies $(BIN)/python benchmarks/$$one.py || exit 1; \
	done

.PHONY: clean
clean: ## remove what the other targets made
	@rm -rf .venv policies/.venv build .pytest_cache .ruff_cache .hypothesis .coverage htmlcov *.egg-info
