# make setup | run | test | lint | bench | front | likeness      (each sets up what it needs in .venv; `make test` also installs Chromium where it is missing)
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
COMPILED := .venv/.compiled

.PHONY: setup run test test-tools lint front bench likeness lock clean

setup: $(READY) $(COMPILED)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Waymend needs Python 3.11 or newer; set PYTHON=…" >&2; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv || { echo "Python's venv is missing: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

# The compiled reader, after a change of its code.
$(COMPILED): $(READY) hatch_build.py $(wildcard src/waymend/read/native/*.zig)
	$(BIN)/python hatch_build.py
	@touch $@

# The app on this machine, at http://127.0.0.1:8000 (PORT=… for another).
PORT ?= 8000
# Lists of places that lie beside the project are loaded first, once.
LISTS := $(wildcard ../shared/data/oeps/*.csv.gz)
run: setup
	@test -z "$(LISTS)" || $(BIN)/waymend directory status >/dev/null 2>&1 || $(BIN)/waymend directory import auto $(LISTS) > /dev/null
	@$(BIN)/waymend serve --port $(PORT)

test: setup test-tools lint
	$(BIN)/python -m pytest -n auto
	$(BIN)/waymend check

lint: setup
	$(BIN)/ruff check src tests benchmarks teach
	$(BIN)/ruff format --check src tests benchmarks teach
	$(BIN)/mypy

# What the tests drive and Python cannot bring: a browser, and PostgreSQL with PostGIS. Debian's packages, only where they are missing.
# Without PostGIS its tests are skipped, and say so; without a browser the tests fail.
test-tools:
	@ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 || { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends postgresql postgresql-postgis; } || echo "PostGIS is not there; its tests will be skipped." >&2
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || { apt-get update -q && apt-get install -y -q --no-install-recommends chromium fonts-dejavu-core; } || { echo "The tests need Chromium; install it, or run 'make test' as root on Debian." >&2; exit 1; }

# The look, after a change in frontend/: needs the npm registry. The result is kept in the repository.
front: setup
	cd frontend && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci && PATH="$(CURDIR)/$(BIN):$$PATH" npm run build

# The reader's peers live in a venv of their own, so that nothing of theirs comes near the project's.
PEERS := .venv-peers/.ready
bench: setup $(PEERS)
	$(BIN)/python -m benchmarks

$(PEERS): benchmarks/peers/requirements.lock
	@test -x .venv-peers/bin/pip || $(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r benchmarks/peers/requirements.lock
	@touch $@

# How urgent words sound, learned anew from the guide's example texts (docs/likeness.md), with its tools in a venv of their own.
TEACHING := .venv-teach/.ready
likeness: $(TEACHING)
	PYTHONPATH=src .venv-teach/bin/python -m teach

$(TEACHING): teach/requirements.lock
	@test -x .venv-teach/bin/pip || $(PYTHON) -m venv .venv-teach
	.venv-teach/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r teach/requirements.lock
	@touch $@

# After changing dependencies in pyproject.toml.
lock:
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --all-extras --group dev --group bench --universal --generate-hashes --no-emit-index-url --no-header --quiet -o requirements.lock

clean:
	rm -rf .venv .venv-peers .venv-teach .pytest_cache .mypy_cache .ruff_cache .hypothesis
