# Genxi 根系. `make chat` opens it, `make test` checks it; `make help` lists the rest.

SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help env chat test bench bench-scale bench-peers lock format clean

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# The first of these that runs and is new enough. Override: make env PYTHON=/path/to/python3.12
CANDIDATES := python3 python3.13 python3.12 python3.11 python
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(firstword $(foreach name,$(CANDIDATES),$(shell $(name) -c '$(NEW_ENOUGH)' 2>/dev/null && echo $(name))))

help:
	@echo 'make chat         index seeds/ and open the web chat (PORT=7861 for another port)'
	@echo 'make test         format, lint, types, imports, tests'
	@echo 'make env          build .venv from requirements.lock; the others do it when it is out of date'
	@echo 'make bench        measure answers, retrieval and load (GENXI_BENCHMARK_DATA names the public question sets)'
	@echo 'make bench-scale  index and search 10,000, 100,000 and 1,000,000 chunks (an hour, 6 GB)'
	@echo 'make bench-peers  ours beside txtai, LlamaIndex, Haystack, LangChain (installs them apart, 3 GB)'
	@echo 'make format       lay the code out'
	@echo 'make lock         pin the newest versions that pyproject.toml allows'
	@echo 'make clean        remove .venv and caches; an index in .genxi stays'

env: $(READY)

# A .venv whose interpreter or pip no longer runs is made anew, any other is brought up to date, so that a
# torch installed by hand beforehand (a CPU build, say) stays.
$(READY): requirements.lock pyproject.toml
	@test -n '$(PYTHON)' || { echo 'Genxi needs Python 3.11 or newer; found: '"$$(python3 -V 2>&1)"; \
	  echo 'Install one, or name it: make env PYTHON=/path/to/python3.12'; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -c '$(NEW_ENOUGH)' || { echo '.venv has an old Python. Run: make clean env'; exit 1; }
	@echo 'Installing the locked packages into $(VENV) (some minutes the first time) …'
	@set -o pipefail; $(BIN)/python -m pip install --disable-pip-version-check --no-input \
	  --progress-bar off --requirement requirements.lock | $(COUNTED)
	@$(BIN)/python -m pip install --disable-pip-version-check --no-input --quiet \
	  --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q rag embeddings ui  # the first question need not
	@touch $@
	@echo 'Ready: $(BIN)/genxi'

# At a terminal pip's hundred lines become one that counts; in a log they become none.
COUNTED = if [ -t 2 ]; then awk -v total=$$(grep -c '==[^;]*$$' requirements.lock) \
  '/^(Collecting|Requirement already satisfied)/ { if (n < total) printf "\r  %d of %d", ++n, total; fflush() } \
   /^Installing/ { printf "\r  unpacking    "; fflush() } END { printf "\r                \r" }'; \
  else cat >/dev/null; fi

chat: env
	@$(BIN)/genxi index seeds
	@$(BIN)/genxi chat $(if $(PORT),--port $(PORT)) || [ $$? = 130 ]  # Ctrl-C is how it ends

test: env
	@echo '— format';  $(BIN)/ruff format --check --quiet .
	@echo '— lint';    $(BIN)/ruff check --quiet .
	@echo '— types';   $(BIN)/mypy
	@echo '— imports'; told=$$($(BIN)/lint-imports 2>&1) || { echo "$$told"; exit 1; }
	@echo '— answers'; $(call asked,tuning) --fail-under $(FLOORS) 2>&1 | tail -n 5; exit $${PIPESTATUS[0]}
	@echo '— tests';   $(BIN)/pytest

# A little under what the shipped answerer reaches on tests/golden/tuning.jsonl; raised when it gets better.
FLOORS := answer_right_cited=0.92,citation_right=0.9,citation_verbatim=1,refusal_recall=0.92,passage_recall@5=0.97
EVALUATED := .genxi-eval/seeds
# The golden questions of a part, asked of a store of their own that holds seeds/.
asked = $(BIN)/genxi index seeds --data $(EVALUATED)/store >/dev/null && \
  $(BIN)/genxi eval run tests/golden/$(1).jsonl --data $(EVALUATED)/store --out $(EVALUATED)/$(1) --again

bench: env
	@echo '— golden questions over seeds/'; $(call asked,tuning); $(call asked,held_out)
	@echo '— pooled retrieval'; if [ -n "$$GENXI_BENCHMARK_DATA" ]; then \
	  $(BIN)/python -m tests.benchmarks.pooled_retrieval; \
	  $(BIN)/python -m tests.benchmarks.reranking; \
	  else echo 'left out: GENXI_BENCHMARK_DATA does not name the question sets'; fi
	@echo '— indexes of 10,000 chunks'; if [ -n "$$GENXI_BENCHMARK_DATA" ]; then \
	  $(BIN)/python -m tests.benchmarks.index_scale 10000; \
	  else echo 'left out: GENXI_BENCHMARK_DATA does not name the question sets'; fi
	@echo '— 50 clients for three minutes'; $(BIN)/python -m tests.benchmarks.web_load

# Too long to be part of `bench`; both want GENXI_BENCHMARK_DATA and leave what they made for the next time.
bench-scale: env
	@$(BIN)/python -m tests.benchmarks.index_scale

bench-peers: env
	@$(BIN)/python -m tests.benchmarks.peers

format: env
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: env
	@$(BIN)/python .ci/lock.py

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
