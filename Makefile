# Everything a developer does with the project. `make help` lists it.

BUILD_PACKAGES := g++ pkg-config libcurl4-openssl-dev libmimalloc-dev libsimdjson-dev libsqlite3-dev \
	libyaml-dev libssl-dev libxxhash-dev tzdata zlib1g-dev
TEST_PACKAGES := nginx-light openssl python3 python3-venv curl
LINT_PACKAGES := shellcheck

RELEASE := -c release --static-swift-stdlib
PROGRAM := .build/release/cx-gateway
TESTS := .build/tests
FUZZ_SECONDS ?= 60
PROFILE := Scripts/profile/cx-gateway.profdata
SCRIPTS := .ci/run Scripts/install-dependencies Scripts/profile/runtime $(wildcard Tests/Fuzz/run Tests/Contract/run Tests/Load/*.sh)

.PHONY: help
help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: install
install: ## Install the Debian libraries that are missing.
	@Scripts/install-dependencies $(BUILD_PACKAGES)

.PHONY: build
build: install ## Build the release program.
	swift build $(RELEASE) --product cx-gateway

.PHONY: run
run: build ## Build and serve the API with simulated vendors.
	$(PROGRAM) serve --sandbox

# In a folder of its own, as two builds in one wait for each other.
.PHONY: tests
tests: install
	swift build --build-tests --scratch-path $(TESTS)

.PHONY: test
test: install ## Build and run all tests.
	@Scripts/install-dependencies $(TEST_PACKAGES)
	$(MAKE) --jobs=2 build tests
	swift test --skip-build --scratch-path $(TESTS)
	Tests/Contract/run $(PROGRAM)
	python3 Tests/Load/refresh_kills.py $(PROGRAM) --times 20
	python3 Tests/Load/duplicates.py $(PROGRAM) --duplicates 1000 --kills 5
	python3 Tests/Load/two_processes.py $(PROGRAM)
	python3 Tests/Load/upload.py $(PROGRAM)

.PHONY: flood
flood: build ## Flood gateways and kill them meanwhile, with the vendors' simulators as judges.
	@Scripts/install-dependencies $(TEST_PACKAGES)
	python3 Tests/Load/identical.py $(PROGRAM)
	python3 Tests/Load/flood.py $(PROGRAM)
	python3 Tests/Load/flood.py $(PROGRAM) --vendor track
	python3 Tests/Load/flood.py $(PROGRAM) --quota 15/3 --weights 1,2,4 --threads 60 --seconds 90 \
		--kill 0 --restart 0 --expire 0 --fail 0
	python3 Tests/Load/two_processes.py $(PROGRAM) --quota '' --seconds 190 --kill 23 --restart 41 --expire 11
	python3 Tests/Load/refresh_kills.py $(PROGRAM)
	python3 Tests/Load/duplicates.py $(PROGRAM)
	python3 Tests/Load/overload.py $(PROGRAM)
	python3 Tests/Load/hanging.py $(PROGRAM)

.PHONY: fuzz
fuzz: install ## Fuzz every parser for FUZZ_SECONDS each.
	for target in Tests/Fuzz/*/; do Tests/Fuzz/run "$$(basename "$$target")" $(FUZZ_SECONDS) || exit 1; done

.PHONY: bench
bench: build ## Measure the gateway beside nginx, nginx with Lua, Envoy and FastAPI.
	Tests/Benchmarks/install.sh
	swift build $(RELEASE) --product TranslatePageBenchmark
	.build/release/TranslatePageBenchmark
	swift build $(RELEASE) --product TranslateResponsesBenchmark
	.build/release/TranslateResponsesBenchmark
	swift build $(RELEASE) --product QuotaBenchmark
	.build/release/QuotaBenchmark
	python3 Tests/Benchmarks/run.py $(PROGRAM)

.PHONY: profile
profile: install ## Count which ways requests take, for release builds to be laid out by.
	rm -rf .build/profile
	CX_GATEWAY_COUNTS=1 swift build $(RELEASE) --product cx-gateway --scratch-path .build/profile \
		-Xlinker -u -Xlinker __llvm_profile_runtime -Xlinker "$$(Scripts/profile/runtime)"
	python3 Scripts/profile/train.py .build/profile/release/cx-gateway $(PROFILE)
	@# A build does not see by itself that the counts are others.
	rm -rf .build/release .build/release.yaml .build/*/release

.PHONY: format
format: ## Format the Swift sources in place.
	swift format --in-place --parallel --recursive Package.swift Sources Tests

.PHONY: lint
lint: ## Check the style of Swift and shell sources.
	@Scripts/install-dependencies $(LINT_PACKAGES)
	swift format lint --strict --parallel --recursive Package.swift Sources Tests
	shellcheck $(SCRIPTS)
