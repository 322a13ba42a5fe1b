# The one door to the project's commands. `make help` lists them.

PORT_BASE ?=
# engines, for up and journey: cosmos, elasticsearch, azure
DOCUMENTS ?=
SEARCH ?=
BLOBS ?=
APPAREL ?=
GOODS ?=
FOLDER ?=
JEWELERY ?=
# the first Python on the path that is new enough
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v "$$p"; break; }; done)

VENV := .venv/bin
LAUNCHER := PYTHONPATH=infra/local PORT_BASE="$(PORT_BASE)" DOCUMENTS="$(DOCUMENTS)" SEARCH="$(SEARCH)" BLOBS="$(BLOBS)" \
	$(VENV)/python -m launcher
COMPILE := $(VENV)/../.uv/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11

# mypy loads Django's settings, which refuse an environment with holes; nothing connects to these
SETTINGS := GM_ENVIRONMENT=test GM_SECRET_KEY=for-reading-the-settings-and-nothing-else GM_VALKEY_URL=redis://127.0.0.1:1/0 \
	GM_DATABASE_URL=postgresql://nobody@127.0.0.1:1/none GM_REGIONS=eu GM_REGION_EU_DATABASE_URL=postgresql://nobody@127.0.0.1:1/none

.DEFAULT_GOAL := help
.PHONY: help setup started up down reset logs status journey outage bench bench-search relevance test test-engines lint types format texts lock

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  PORT_BASE=9000         other ports (api on it, payments +10, the stores +20 to +24, figures +30); default 8000"
	@echo "  DOCUMENTS=cosmos       with up and journey: documents on an emulator of Azure Cosmos DB (needs Node.js)"
	@echo "  SEARCH=elasticsearch   search on Elasticsearch (needs a JDK and Maven; fetched once)"
	@echo "  BLOBS=azure            files on an emulator of Azure Blob Storage (needs Node.js)"

setup: ## make .venv and install the locked packages
	@if $(VENV)/python -c '' 2>/dev/null; then python=$(VENV)/python; else python="$(PYTHON)"; fi; \
	test -n "$$python" || { echo "GlobalMarket needs Python 3.11 or newer and finds none on the path; install it (Debian, Ubuntu: apt install python3.11 python3.11-venv)." >&2; exit 1; }; \
	"$$python" infra/local/bootstrap.py

started:
	@test -f .venv/lock-stamp || { echo "Nothing was started in this checkout yet; run make up first." >&2; exit 1; }

up: setup ## start everything and show the logs; Ctrl-C stops it (DETACH=1: return once everything answers)
	@$(LAUNCHER) up $(if $(filter-out 0,$(DETACH)),--detach)

down: started ## stop everything
	@$(LAUNCHER) down

reset: started ## stop everything and forget all local data
	@$(LAUNCHER) reset

logs: started ## follow the logs of all programs
	@$(LAUNCHER) logs

status: started ## say which programs run
	@$(LAUNCHER) status

journey: started ## walk the main job against the running servers (APPAREL=file.csv JEWELERY=file.csv: with these products)
	@APPAREL="$(APPAREL)" JEWELERY="$(JEWELERY)" $(LAUNCHER) run $(VENV)/python tests/journey/run.py

outage: started ## stop each running store of Azure's and Elastic's for half a minute, and see that nothing is lost
	@$(LAUNCHER) run $(VENV)/python tests/faults/outage.py

bench: setup ## measure hot reads, checkouts and product files on a stack of its own (QUICK=1: shorter)
	@PYTHONPATH=infra/local $(VENV)/python tests/bench/run.py $(if $(filter-out 0,$(QUICK)),--quick)

bench-search: setup ## measure what searches cost at several sizes of a catalogue (GOODS="2000 10000 100000", FOLDER=to keep them in)
	@PYTHONPATH=infra/local $(VENV)/python tests/bench/search.py --goods $(or $(GOODS),2000 10000) $(if $(FOLDER),--folder "$(FOLDER)")

relevance: setup ## measure how well search finds: nDCG and recall by kind of question (WORST=20: and what it finds badly)
	@$(if $(SEARCH),GM_SEARCH_ENGINE=$(SEARCH)) PYTHONPATH=infra/local $(VENV)/python tests/relevance/run.py --worst "$(or $(WORST),0)"

test: setup lint types ## the one gate: lint, types, all tests
	$(VENV)/python -m pytest

test-engines: setup ## the backend's tests with documents on Cosmos DB (needs Node.js)
	GM_DOCUMENTS_ENGINE=cosmos $(VENV)/python -m pytest backend

lint: setup ## ruff and the import contracts
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	PYTHONPATH=backend $(VENV)/lint-imports

types: setup ## mypy
	$(SETTINGS) $(VENV)/mypy backend infra/local

format: setup ## put the code into its form
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .

texts: setup ## compile the translations of backend/locale
	$(VENV)/pybabel --quiet compile --domain django --directory backend/locale

lock: setup ## renew the locked packages from the .in files
	cd backend/requirements && for name in base dev; do ../../$(COMPILE) --output-file $$name.txt $$name.in || exit 1; done
