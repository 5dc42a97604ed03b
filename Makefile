# The commands a newcomer needs. `make` alone lists them.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check bench web

# RESET=1 begins the demo afresh; RELEASE=1 builds the slower-to-build, faster-to-run binary.
RESET ?=
RELEASE ?=

LISTEN := 127.0.0.1:8080
PROFILE := $(if $(RELEASE),release,debug)
WEB_SOURCES := $(shell find web -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' 2>/dev/null)

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s  %s\n", $$1, $$2 }' Makefile

demo: web ## Start a demo school on http://localhost:8080 (RESET=1 begins afresh)
	cargo build --locked --bin keyward $(if $(RELEASE),--release)
	@exec target/$(PROFILE)/keyward demo --listen $(LISTEN) --data-dir var/demo $(if $(RESET),--reset)

test: web ## Install what the tests need and run every test
	tests/install
	tests/with-postgres cargo test --workspace --locked

check: web ## Format, clippy with warnings denied, and the documentation
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps --document-private-items --locked

bench: web ## Build and run the benchmarks in bench/
	cargo build --release --locked --bin keyward
	cargo run --release --locked --package keyward-bench -- target/release/keyward

web: web/dist/.built ## Build the style sheets and scripts into web/dist

# npm writes this file itself at the end of an install.
web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	npm --prefix web ci --no-audit --no-fund
	@touch $@

web/dist/.built: web/node_modules/.package-lock.json $(WEB_SOURCES)
	npm --prefix web run build
	@touch $@
