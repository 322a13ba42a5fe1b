# The project's commands. `make help` lists them.

PORT_BASE ?=
# engines, for up and journey: cosmos, elasticsearch, azure
DOCUMENTS ?=
SEARCH ?=
BLOBS ?=
# for up: payment gateways, and a carrier, to stand in for: mollie, stripe, paypal, momo, paystack, flutterwave, sendcloud
GATEWAYS ?=
# for up: 0 leaves the web apps out
WEB ?=
APPAREL ?=
PRODUCTS ?=
# for test: which part, and how many processes side by side. Tests wait for servers half of the time, so more than there are cores
PART ?=
# for e2e and lighthouse: the files or pages with this in their name
ONLY ?=
RETRY ?=
RUNS ?=
JOBS ?= $(shell $(VENV)/python -c 'import os; print(2 * len(os.sched_getaffinity(0)))' 2>/dev/null)
FOLDER ?=
JEWELERY ?=
FORMER ?=
# for soak
MINUTES ?=
PEOPLE ?=
STEP_S ?=
CHECK ?=
# for render
VERSION ?=
CANARY ?=
# the first Python on the path that is new enough
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v "$$p"; break; }; done)

VENV := .venv/bin
LAUNCHER := PYTHONPATH=infra/local PORT_BASE="$(PORT_BASE)" DOCUMENTS="$(DOCUMENTS)" SEARCH="$(SEARCH)" BLOBS="$(BLOBS)" WEB="$(WEB)" GATEWAYS="$(GATEWAYS)" \
	$(VENV)/python -m launcher
# the system's Chromium, or else the one from npm
BROWSER := PYTHONPATH=infra/local $(VENV)/python -m launcher.browser
NPM_ENVIRONMENT := PATH="$(CURDIR)/$(VENV):$$PATH" NEXT_TELEMETRY_DISABLED=1
NPM := $(NPM_ENVIRONMENT) npm --prefix frontend
COMPILE := $(VENV)/../.uv/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11

# mypy loads Django's settings, which refuse an environment with holes; nothing connects to these
SETTINGS := GM_ENVIRONMENT=test GM_SECRET_KEY=for-reading-the-settings-and-nothing-else GM_VALKEY_URL=redis://127.0.0.1:1/0 \
	GM_DATABASE_URL=postgresql://nobody@127.0.0.1:1/none GM_REGIONS=eu GM_REGION_EU_DATABASE_URL=postgresql://nobody@127.0.0.1:1/none

.DEFAULT_GOAL := help
.PHONY: help setup started up dev down reset logs status journey outage drill-rotation drill-rollout drill-poison drill-disk drill-region bench bench-events bench-lists bench-live bench-search bench-web load watch soak lighthouse relevance evaluate test e2e test-engines web web-test screenshots client render verify-infra audit api-diff sbom licences lint types format texts lock

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  PORT_BASE=9000         other ports (api on it, storefront +1, vendors' dashboard +2, operator's panel +3, live updates +5, payments +10, the stores +20 to +24, metrics +30); default 8000"
	@echo "  WEB=0                  the API alone, without the web apps"
	@echo "  GATEWAYS=mollie,stripe with up: payment gateways by stand-ins, next to the sandbox"
	@echo "  DOCUMENTS=cosmos       with up and journey: documents on an emulator of Azure Cosmos DB"
	@echo "  SEARCH=elasticsearch   search on Elasticsearch (needs a JDK and Maven; fetched once)"
	@echo "  BLOBS=azure            files on an emulator of Azure Blob Storage"

setup: ## make .venv and install the locked packages
	@if $(VENV)/python -c '' 2>/dev/null; then python=$(VENV)/python; else python="$(PYTHON)"; fi; \
	test -n "$$python" || { echo "GlobalMarket needs Python 3.11 or newer and finds none on the path; install it (Debian, Ubuntu: apt install python3.11 python3.11-venv)." >&2; exit 1; }; \
	"$$python" infra/local/bootstrap.py

started:
	@test -f .venv/lock-stamp || { echo "Nothing was started in this checkout yet; run make up first." >&2; exit 1; }

up: setup ## start everything and show the logs; Ctrl-C stops it (DETACH=1: return once everything answers)
	@$(LAUNCHER) up $(if $(filter-out 0,$(DETACH)),--detach)

dev: setup ## make up with the web apps in development: what you change in frontend/ shows at once
	@$(MAKE) --no-print-directory up WEB=dev

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

drill-rotation: setup ## exchange every key while people buy, on a stack of its own: no request may fail
	@PYTHONPATH=infra/local $(VENV)/python tests/drills/rotation.py

drill-rollout: setup ## the former version (FORMER=v1.4.0; else the last release) and this one side by side on one database while people buy
	@PYTHONPATH=infra/local $(VENV)/python tests/drills/rollout.py $(if $(FORMER),--former "$(FORMER)")

drill-poison: setup ## events and tasks that nobody can deal with, while people buy: they are set aside, all else goes on
	@PYTHONPATH=infra/local $(VENV)/python tests/drills/poison.py

drill-disk: setup ## the disk of the stores is full for a while, while people buy (as root on Linux): nothing that was confirmed is lost
	@PYTHONPATH=infra/local $(VENV)/python tests/drills/disk.py

drill-region: setup ## a region's database is lost and comes back from its backup (ORDERS=10000): how long, and what is lost
	@PYTHONPATH=infra/local $(VENV)/python tests/drills/region.py $(if $(ORDERS),--orders $(ORDERS))

bench: setup ## measure hot reads, checkouts and product files on a stack of its own (QUICK=1: shorter)
	@PYTHONPATH=infra/local $(VENV)/python tests/bench/run.py $(if $(filter-out 0,$(QUICK)),--quick)

bench-events: setup ## measure how many events of behaviour are taken in a second, and what summing them costs (QUICK=1: shorter)
	@PYTHONPATH=infra/local $(VENV)/python tests/bench/events.py $(if $(filter-out 0,$(QUICK)),--quick)

bench-search: setup ## measure what searches cost at several sizes of a catalogue (PRODUCTS="2000 10000 100000", FOLDER=to keep them in)
	@PYTHONPATH=infra/local $(VENV)/python tests/bench/search.py --products $(or $(PRODUCTS),2000 10000) $(if $(FOLDER),--folder "$(FOLDER)")

bench-lists: setup ## measure every list of both back offices with many orders and products (PRODUCTS=10000, ORDERS=10000)
	@PYTHONPATH=infra/local $(VENV)/python tests/bench/lists.py --products $(or $(PRODUCTS),10000) --orders $(or $(ORDERS),10000)

bench-live: setup ## measure live updates: 2,000 sockets, how soon a commit reaches them, and the API next to them (QUICK=1: fewer)
	@PYTHONPATH=infra/local $(VENV)/python tests/bench/live.py $(if $(filter-out 0,$(QUICK)),--quick)

bench-web: started ## measure the running storefront: pages a second from its cache and rendered anew (QUICK=1: shorter)
	@$(LAUNCHER) run $(VENV)/python tests/bench/web.py $(if $(filter-out 0,$(QUICK)),--quick)

load: started ## people in both regions, by Locust, against the running marketplace (SCENARIO=smoke, baseline, stress or soak)
	@mkdir -p .local/load
	@SCENARIO="$(or $(SCENARIO),smoke)" $(LAUNCHER) run .venv/.uv/bin/uv run --quiet --isolated --no-project --with-requirements tests/load/requirements.txt -- \
		locust --locustfile tests/load/locustfile.py --headless --only-summary --html .local/load/report.html --csv .local/load/report

watch: started ## a Prometheus next to the running marketplace, with production's rules (CHECK=1: ask every panel of the dashboards once)
	@$(LAUNCHER) run env PYTHONPATH=infra/cluster:infra/local $(VENV)/python -m watching $(if $(filter-out 0,$(CHECK)),--check)

soak: started ## whether anything grows: an hour at half of what the running marketplace carries, as a curve (MINUTES=10 PEOPLE=60 STEP_S=60)
	@$(LAUNCHER) run $(VENV)/python tests/load/soak.py $(if $(MINUTES),--minutes $(MINUTES)) $(if $(PEOPLE),--people $(PEOPLE)) $(if $(STEP_S),--step-s $(STEP_S))

lighthouse: started ## what Lighthouse says of the running shop as on a phone (RUNS=5: the median of five; ONLY=product)
	@$(LAUNCHER) run $(VENV)/python tests/lighthouse/run.py $(if $(RUNS),--runs $(RUNS)) $(if $(ONLY),--only "$(ONLY)")

relevance: setup ## measure how well search finds: nDCG and recall by kind of question (WORST=20: and what it finds badly; FEEDBACK=1: and what choices change)
	@$(if $(SEARCH),GM_SEARCH_ENGINE=$(SEARCH)) PYTHONPATH=infra/local $(VENV)/python tests/relevance/run.py --worst "$(or $(WORST),0)" $(if $(FEEDBACK),--feedback)

evaluate: setup ## measure the models on public data that lies in packages (ONLY=forecasts: recommendations, movielens, forecasts, speed, pictures, fraud, prices, orange-juice or assistant)
	@PYTHONPATH=backend $(VENV)/python tests/evaluation/run.py $(ONLY)

test: setup lint types web-test ## the one gate: lint, types, all tests (PART=backend/marketplace/apps/orders: those alone; JOBS=1: one after the other)
	$(VENV)/python -m pytest $(PART) --numprocesses=$(JOBS) --dist=loadgroup --durations=20

e2e: started web ## buy in a real browser from the running marketplace (ONLY=paying: the files so named; RETRY=2: what fails is tried again)
	@CHROMIUM="$$($(BROWSER))" && export CHROMIUM && $(LAUNCHER) run env $(NPM_ENVIRONMENT) \
		frontend/node_modules/.bin/vitest run --config frontend/vitest.e2e.config.ts $(if $(RETRY),--retry=$(RETRY)) $(ONLY)

screenshots: started web ## take pictures of the shop's pages in both directions, light and dark, into .local/screenshots (ONLY=ar-AE: those so named)
	@CHROMIUM="$$($(BROWSER))" && export CHROMIUM && $(LAUNCHER) run env $(NPM_ENVIRONMENT) \
		frontend/node_modules/.bin/vitest run --config frontend/vitest.screenshots.config.ts $(if $(ONLY),-t "$(ONLY)")

test-engines: setup ## the backend's tests with documents on Cosmos DB
	GM_DOCUMENTS_ENGINE=cosmos $(VENV)/python -m pytest backend

web: setup
	@PYTHONPATH=infra/local $(VENV)/python -m launcher.web

client: web ## make the web apps' client from docs/reference/openapi.json
	@$(NPM) run --silent generate --workspace packages/api

web-test: web ## the web apps' lint, types and unit tests
	@$(NPM) run --silent lint
	@$(NPM) run --silent types
	@$(NPM) run --silent test

render: setup ## write the manifests of k8s/, with the gateway's configuration, to .local/rendered (VERSION=1.3.0: of the images; CANARY=1.3.0: a canary, too)
	@PYTHONPATH=infra/cluster $(VENV)/python -m manifests $(if $(VERSION),--version "$(VERSION)") $(if $(CANARY),--canary "$(CANARY)")

verify-infra: setup ## every check of infra/ and k8s/, each by the tool that a file is for; says in one line what the machine lacks (Go builds the tools once)
	@PYTHONPATH=infra/cluster:infra/local $(VENV)/python -m verification

audit: setup ## whether a package that we ship has a known vulnerability (OSV for Python, npm's own)
	@PYTHONPATH=infra/cluster:infra/local $(VENV)/python -m verification vulnerabilities

api-diff: setup ## whether the API takes something away that clients of a former version rely on (FORMER=v1.4.0; else the last release)
	@PYTHONPATH=infra/cluster $(VENV)/python -m api_diff $(FORMER)

sbom: setup ## write what the images contain (CycloneDX) to .local/infra/sbom
	@mkdir -p .local/infra/sbom
	@$(VENV)/../.uv/bin/uv run --quiet --isolated --no-project --with-requirements infra/images/sbom.txt -- \
		cyclonedx-py requirements --output-reproducible --output-file .local/infra/sbom/backend.cdx.json backend/requirements/base.txt
	@$(NPM) sbom --package-lock-only --omit=dev --sbom-format=cyclonedx > .local/infra/sbom/web.cdx.json
	@ls .local/infra/sbom

licences: setup ## under which licence each package is (.local/infra/licences.csv); fails for one that may not be shipped or cannot be read
	@PYTHONPATH=infra/cluster $(VENV)/python -m licences

lint: setup ## ruff, the import contracts and the OpenAPI document
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	PYTHONPATH=backend $(VENV)/lint-imports
	PYTHONPATH=infra/local $(VENV)/python infra/openapi-lint/check.py

types: setup ## mypy
	$(SETTINGS) $(VENV)/mypy backend infra/local infra/cluster

format: setup ## put the code into its form
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .

texts: setup ## compile the translations of backend/locale
	$(VENV)/pybabel --quiet compile --domain django --directory backend/locale

lock: setup ## renew the locked packages from the .in files
	cd backend/requirements && ../../$(COMPILE) --output-file base.txt base.in
	cd backend/requirements && ../../$(COMPILE) --constraint base.txt --output-file dev.txt dev.in
	cd infra/images && ../../$(COMPILE) --output-file sbom.txt sbom.in
	cd tests/load && ../../$(COMPILE) --output-file requirements.txt requirements.in
	cd infra/terraform && ../../$(COMPILE) --output-file checkov.txt checkov.in
	cd infra/cluster/verification && ../../../$(COMPILE) --output-file pip-audit.txt pip-audit.in
