# Duban 督办. `make` lists what can be done; README.md says when.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Generators and linters live in small modules of their own; none of them is a dependency of the product.
BUF           := go tool -modfile=tools/buf/go.mod buf
TEMPL         := go tool -modfile=api/console/tools/go.mod templ
GOLANGCI      := go tool -modfile=.ci/lint/go.mod golangci-lint
WORKFLOWCHECK := go tool -modfile=.ci/lint/go.mod workflowcheck

# Everything that `make generate` writes: committed, so that building and testing need no generator.
GENERATED := api/supervisionv1 api/openapi ':(glob)api/console/**/*_templ.go'

.PHONY: help run build test crash soak bench-rehearse bench-clock bench-sleep bench-scale bench-audit bench-channels faults lint breaking fmt generate check-generated clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Start everything in one process and print the addresses; Ctrl-C stops it, the data stay
	@exec bin/duban run

build: ## Build bin/duban (the first time it compiles a Temporal server: minutes)
	@deploy/install/postgres
	@.ci/build

test: ## Run all tests, with a real PostgreSQL, Temporal, Chromium and calendar program; installs what is missing
	@deploy/install/postgres
	@deploy/install/chromium
	@deploy/install/khal
	go test -count=1 -timeout 10m ./...
	cd deploy/standalone && go test -count=1 -timeout 15m ./...
	cd deploy/bench && go test -count=1 -timeout 5m ./...

# One seed takes about four minutes, most of them with a sick Temporal. CRASH_SEED=n lives seed n alone.
crash: SEEDS ?= 3
crash: ## Kill worker, Temporal and PostgreSQL everywhere in a campaign's compressed months, SEEDS=n times
	@deploy/install/postgres
	cd deploy/standalone && SEEDS=$(SEEDS) CRASH_SEED=$(CRASH_SEED) go test -count=1 -timeout 0 -run TestCrashes ./crash

soak: ## Live a thousand made-up years in memory, with real workflows and rows, and twenty on a real Temporal server: one answer
	@deploy/install/postgres
	SOAK=1 go test -count=1 -timeout 0 -run 'TestInMemory|TestYear_LateCalls|TestThreeWays' ./internal/yeartest ./internal/desk ./activities
	cd deploy/standalone && SOAK=1 go test -count=1 -timeout 0 ./ways

bench-rehearse: ## Measure what rehearsing a plan costs, as whole processes; the figures stand in the last line
	@go run ./cmd/duban/bench-rehearse

bench-clock: ## Measure what a call costs and how late it is, beside River, cron and naive Temporal: an hour, or SHORT=1
	@deploy/install/postgres
	@cd deploy/bench && go run ./clock

# PARTS='nudges restarts' measures those alone; the command's comment names them all.
bench-sleep: ## Measure what sleep costs and how soon the clock follows a command or a crash, on real servers; SHORT=1 ends in minutes
	@deploy/install/postgres
	@mkdir -p bin
	@cd deploy/bench && go build -tags failpoints -o ../../bin/bench-sleep ./sleep
	@bin/bench-sleep $(PARTS)

bench-audit: ## Measure what the record costs a command, how fast a record is examined, and what that misses; SHORT=1 ends in minutes
	@deploy/install/postgres
	@mkdir -p bin
	@cd deploy/bench && go build -o ../../bin/bench-audit ./audit && go build -tags unaudited -o ../../bin/bench-unaudited ./audit
	@bin/bench-audit --unaudited bin/bench-unaudited

bench-scale: ## Measure listing and searching people among 2.8 million in 40,000 congresses: half an hour, or SHORT=1
	@deploy/install/postgres
	@cd deploy/bench && go run ./scale

# PARTS='goodput crashes' measures those alone.
bench-channels: ## Measure messages with a channel dead and the program killed everywhere, and how fast digests are composed; SHORT=1 ends in minutes
	@deploy/install/postgres
	@mkdir -p bin
	@cd deploy/bench && go build -tags failpoints -o ../../bin/bench-channels ./channels
	@bin/bench-channels $(PARTS)

# FAULTS=03 plants those of the clock's rule 3 alone, FAULTS=access those of permission, FAULTS=record those of the record,
# FAULTS=messages those of what people are told.
faults: ## Break each rule of the clock, of permission, of the record and of messages on purpose: the test that guards it must fail
	@deploy/install/postgres
	@.ci/faults/plant $(FAULTS)

lint: ## Check protos, Go, import rules, workflow determinism and SQL
	cd proto && $(BUF) lint
	cd proto && $(BUF) format --diff --exit-code --path supervision
	.ci/check-sql
	$(GOLANGCI) run ./...
	cd deploy/standalone && $(subst .ci/,../../.ci/,$(GOLANGCI)) run ./...
	cd deploy/bench && $(subst .ci/,../../.ci/,$(GOLANGCI)) run ./...
	$(WORKFLOWCHECK) ./workflows/...

AGAINST ?= main
breaking: ## Compare the protos with those of the branch AGAINST (main): would old clients and stored plans break?
	cd proto && $(BUF) breaking --against '../.git#branch=$(AGAINST),subdir=proto'

fmt: ## Format Go, protos and web page templates
	cd proto && $(BUF) format --write --path supervision
	$(TEMPL) fmt api/console
	$(GOLANGCI) fmt

generate: ## Write all generated code again: protos, OpenAPI document, JSON Schema of plans, web page templates
	cd proto && $(BUF) generate
	$(TEMPL) generate -include-version=false -path api/console -log-level warn

check-generated: generate ## Fail when the generated code that is committed is not current
	@git diff --exit-code -- $(GENERATED)
	@test -z "$$(git ls-files --others --exclude-standard -- $(GENERATED))" || \
		{ git status --short -- $(GENERATED); echo 'generated, but not committed'; exit 1; }

clean: ## Remove what was built; data in .duban/ stay
	rm -rf bin
