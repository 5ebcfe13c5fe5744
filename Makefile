# demo · test · check · bench · new-programme   (each does its own set-up)
PYTHON ?= python3
VENV = .venv/bin

.PHONY: help ready demo test check gate bench lighthouse new-programme lock rehearse upgrade-rehearsal fire backup openapi pictures browser
.DEFAULT_GOAL := help

help: ## what can be asked for
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

ready:
	@$(PYTHON) -m tools.setup

browser: ready
	@$(VENV)/python -m tools.browser

demo: ready ## the whole city on this machine; Ctrl-C ends it
	@exec $(VENV)/python manage.py demo

gate: ready ## format, lint, types, import contracts, templates, migrations, API, docs
	@$(VENV)/python -m tools.gate

check: gate browser ## the gate, then every test (DATABASE_URL=… for a server of your own)
	@$(VENV)/python -m pytest -rfEs -n 2 --dist loadfile -m "not browser"
	@$(VENV)/python -m pytest -rfEs -n 2 --dist worksteal -m browser

test: check ## the same as check

bench: ready ## measured against the floor
	@$(VENV)/python -m bench

new-programme: ready ## NAME=chapter/name: the folder of a new business system
	@$(VENV)/python -m tools.new_programme "$(NAME)"

lock: ## renews requirements.lock and package-lock.json
	@$(PYTHON) -m tools.setup venv uv python
	@$(VENV)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 --all-extras $(if $(UPGRADE),--upgrade) pyproject.toml -o requirements.lock
	@PATH="$(CURDIR)/$(VENV):$$PATH" $(VENV)/npm install --package-lock-only --ignore-scripts --no-audit --no-fund

openapi: ready ## writes openapi.json anew
	@$(VENV)/python manage.py openapi

pictures: browser ## takes the pictures in docs/pictures anew
	@$(VENV)/python -m tools.pictures

rehearse: ready ## takes a backup, restores it into a fresh server, compares
	@$(VENV)/python -m deploy.rehearse

upgrade-rehearsal: ready ## FROM=commit: an older version fills a city, this one migrates it
	@$(VENV)/python -m deploy.upgrade $(FROM)

fire: ready ## ROUNDS=100: server, worker and database killed under load, disk full, mail refused
	@FIRE_ROUNDS=$(or $(ROUNDS),10) $(VENV)/python -m pytest -q tests/fire

backup: ready ## takes a backup into var/backup
	@$(VENV)/python -m deploy.backup

lighthouse: browser ## Google's Lighthouse on four pages: speed, accessibility, weight
	@$(VENV)/python -m bench.lighthouse
