# Two commands do all the set-up on a fresh Debian 12 with Python and make: `make demo` and `make test`.
# `make check` is what CI runs: format, lint, types, import contracts, and the tests (the docs are tested there, too).

SHELL := /bin/bash
.DELETE_ON_ERROR:

UV_VERSION := 0.13.9
TOOLS := build/tools
UV := $(shell command -v uv 2>/dev/null || echo $(TOOLS)/bin/uv)
RUN := $(UV) run --frozen
RESULTS := build/demo

.PHONY: demo test check setup system browser environment models lint types imports generated samples samples-check clean

demo: setup
	@rm -rf $(RESULTS) build/demo-uploads && mkdir -p build/demo-uploads
	@for id in $$(cat samples/demo.txt); do cp -r samples/uploads/$$id build/demo-uploads/; done
	@$(RUN) prescreen run build/demo-uploads --out $(RESULTS) --jobs 2 --pictures; code=$$?; \
	  if [ $$code -ne 0 ] && [ $$code -ne 1 ] && [ $$code -ne 4 ]; then exit $$code; fi
	@echo
	@echo "Report:    $(CURDIR)/$(RESULTS)/report/index.html"
	@echo "Worklist:  $(CURDIR)/$(RESULTS)/worklist.csv"
	@echo "Records:   $(CURDIR)/$(RESULTS)/applications/"
	@echo "Decide:    $(UV) run prescreen review $(RESULTS) --uploads build/demo-uploads"
	@echo "Try next:  $(UV) run prescreen check samples/uploads/$$(tail -n 1 samples/demo.txt)"

test: setup browser
	$(RUN) pytest -n 2 --dist loadscope

check: setup browser lint types imports
	$(RUN) pytest -n 2 --dist loadscope

lint: environment
	$(RUN) ruff format --check .
	$(RUN) ruff check .

types: environment
	$(RUN) mypy

imports: environment
	$(RUN) lint-imports

setup: system environment models

# Tesseract is the second reader. Without apt (or without the right to use it) everything else still works.
system:
	@bash scripts/system-packages

# What opens the reports and the reviewers' page in the tests; without it those tests say that they were skipped.
browser:
	@bash scripts/system-packages chromium

environment: $(filter $(TOOLS)/bin/uv,$(UV))
	@$(UV) sync --frozen --quiet

$(TOOLS)/bin/uv: | system
	@python3 -m venv $(TOOLS) || { echo "This Python cannot make an environment; ask for the package python3-venv." >&2; exit 1; }
	@$(TOOLS)/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

models: environment
	@$(RUN) prescreen models install

# Rulebook, page of all commands, gettext catalogues: made of the code, and held to it by a test.
generated: environment
	$(RUN) python -m scripts.write_generated

samples: environment
	$(UV) run --frozen --group draw python -m samples.make_samples

samples-check: setup
	@rm -rf build/samples-check
	@$(RUN) prescreen run samples/uploads --out build/samples-check --jobs 2; code=$$?; \
	  if [ $$code -ne 0 ] && [ $$code -ne 1 ] && [ $$code -ne 4 ]; then exit $$code; fi
	$(RUN) prescreen evaluate build/samples-check samples/truth.jsonl

clean:
	rm -rf build .venv
