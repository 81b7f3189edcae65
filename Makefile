# gatebook: what people type. Every target may be run again at any time.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PREFIX ?= /usr/local
DEMO ?= demo
VENV := .build/venv
BUILD := swift build --explicit-target-dependency-import-check error

.PHONY: help demo test torture fuzz tsan check bench pictures install libraries test-tools format lint clean

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

demo: libraries ## Build, run a night against an emulated fleet, print the path of the site
	@scripts/toolchain
	swift build -c release --product gatebook
	@rc=0; .build/release/gatebook demo $(DEMO) || rc=$$?; \
	  if [ $$rc -ne 0 ] && [ $$rc -ne 3 ]; then exit $$rc; fi

test: libraries test-tools ## Install what the tests need and run everything
	@scripts/toolchain
	$(MAKE) --no-print-directory lint
	$(BUILD) --build-tests
	swift test --skip-build --no-parallel
	$(BUILD) --product gatebook
	GATEBOOK="$$PWD/.build/debug/gatebook" scripts/outside-tests $(VENV)/bin/python

torture: libraries test-tools ## Kill syncs over faulty links; KILLS=1000 SEED=1 make torture
	@scripts/toolchain
	swift build -c release --product gatebook
	cd Tests/outside && GATEBOOK="$(CURDIR)/.build/release/gatebook" $(CURDIR)/$(VENV)/bin/python torture.py $(or $(KILLS),1000) $(SEED)

fuzz: libraries ## Feed mutated bytes to all that reads them, each target for SECONDS=60
	@scripts/toolchain
	scripts/fuzz $(or $(SECONDS),60) $(TARGETS)

tsan: libraries ## Run the tests of client, emulator and sync under the thread sanitizer
	@scripts/toolchain
	swift build --sanitize=thread --scratch-path .build/tsan --build-tests
	swift test --sanitize=thread --scratch-path .build/tsan --skip-build --no-parallel \
	  --filter 'ZKClientTests|ZKEmulatorTests|GateSyncTests|FuzzTargetsTests'

check: ## The fast inner loop: format, build, Swift tests
	@scripts/toolchain
	swift format -i --recursive Package.swift Sources Tests
	$(BUILD) --build-tests
	swift test --skip-build --no-parallel

lint: ## Check format and documentation comments
	swift format lint --strict --recursive Package.swift Sources Tests

bench: libraries ## Measure rates, memory and ratios against peers
	@scripts/toolchain
	swift build -c release --product gatebook
	swift run -c release gatebook-bench

pictures: libraries test-tools ## Take the pictures of the README from the demo
	@scripts/toolchain
	$(BUILD) --product gatebook
	GATEBOOK="$$PWD/.build/debug/gatebook" scripts/pictures $(VENV)/bin/python

install: libraries ## Install below PREFIX (default /usr/local) with the Swift runtime inside
	@scripts/toolchain
	swift build -c release --product gatebook --static-swift-stdlib
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/gatebook"
	install -s -m 755 .build/release/gatebook "$(DESTDIR)$(PREFIX)/bin/gatebook"
	rm -rf "$(DESTDIR)$(PREFIX)/share/gatebook/templates" "$(DESTDIR)$(PREFIX)/share/gatebook/samples"
	cp -R templates samples "$(DESTDIR)$(PREFIX)/share/gatebook/"

libraries: ## Install the Debian libraries the build needs
	@scripts/libraries $$(cat scripts/libraries.txt)

test-tools: ## Install what only the tests need
	@scripts/libraries $$(cat scripts/test-tools.txt)
	@scripts/python-tools $(VENV)

clean: ## Remove what was built
	rm -rf .build
