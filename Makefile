# `make` alone lists the words. The first run sets everything up: as root it installs what is
# missing, otherwise it prints the line that does and stops (see .ci/setup).

SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON_IN := .venv/bin/python
PYTEST := $(PYTHON_IN) -m pytest -rs
ARGS ?=
SOAK_SHARE ?= 1

export UV_PYTHON_DOWNLOADS := never

.PHONY: help demo test check format types contracts lint screenshots bench soak wheel-check lock clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 22

demo: ## open the sample study; without a display write its workbook and pictures
	@.ci/setup demo
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ] || [ "$$(uname)" = Darwin ]; then \
		.venv/bin/refusal-annotator demo $(ARGS); \
	else \
		QT_QPA_PLATFORM=offscreen .venv/bin/refusal-annotator demo --headless $(ARGS); \
	fi

test: ## the tests; ARGS="tests/domain -k span" for some of them
	@.ci/setup test
	@.ci/with-xvfb $(PYTEST) $(ARGS)

check: ## everything that must hold before a change is taken
	@.ci/setup test
	$(MAKE) lint types contracts
	$(MAKE) soak SOAK_SHARE=0.1
	$(MAKE) wheel-check
	$(MAKE) test

lint: ## format and lint, changing nothing
	@.ci/setup test
	$(PYTHON_IN) -m ruff format --check .
	$(PYTHON_IN) -m ruff check .

types: ## pyright: strict for the domain, standard elsewhere
	@.ci/setup test
	.venv/bin/pyright

contracts: ## who may import whom
	@.ci/setup test
	.venv/bin/lint-imports

format: ## format and mend what can be mended
	@.ci/setup test
	$(PYTHON_IN) -m ruff format .
	$(PYTHON_IN) -m ruff check --fix .

screenshots: ## pictures of every screen, of the sample study only
	@.ci/setup test
	QT_QPA_PLATFORM=offscreen $(PYTHON_IN) tests/screenshots/make.py $(ARGS)

bench: ## the figures that README quotes
	@.ci/setup test
	$(PYTEST) -m bench -s tests/benchmarks $(ARGS)

soak: ## long fault and random tests; SOAK_SHARE=0.1 runs a tenth
	@.ci/setup test
	SOAK_SHARE=$(SOAK_SHARE) .ci/with-xvfb $(PYTEST) -m soak $(ARGS)

wheel-check: ## build the wheel, install it into an empty environment, start it there
	@.ci/setup test
	$(PYTHON_IN) .ci/wheel_check.py

lock: ## renew requirements.lock from pyproject.toml; ARGS=--upgrade for newer versions
	@.ci/setup test
	.venv/bin/uv pip compile --universal --generate-hashes --python-version 3.11 \
		--extra team --extra statistics --extra dev --no-annotate --no-emit-index-url --no-emit-find-links --quiet \
		--custom-compile-command "make lock" --output-file requirements.lock $(ARGS) pyproject.toml

clean: ## remove what was built, not the environment
	rm -rf build dist demo-output .pytest_cache .ruff_cache .hypothesis .benchmarks \
		.import_linter_cache
	find refusal_annotator tests -name __pycache__ -type d -prune -exec rm -rf {} +
