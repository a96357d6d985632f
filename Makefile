# Vestibule. "make help" lists what there is to make.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# The link "make run" asks about. It is handed on through the environment,
# unexpanded: whatever is in it, neither make nor a shell reads it as code.
LINK ?= https://meet.jit.si/VestibuleDemo
RAW_LINK := $(value LINK)
export RAW_LINK
unexport LINK

# Looked for once, when first needed; see scripts/find-go.sh.
export GO
FOUND_GO = $(eval FOUND_GO := $$(shell scripts/find-go.sh))$(FOUND_GO)

# One set of flags for building and testing, so that the slow part (GTK by cgo)
# is compiled once.
export GOFLAGS := $(strip $(GOFLAGS) -trimpath)

# Stripped; and with the leave that internal/still needs to let an idle daemon
# sleep.
RELEASE := -tags still -ldflags "-s -w -checklinkname=0"
# Nothing in vestibule is hot: without inlining it is a twentieth smaller.
SMALL := -gcflags=all=-l

.PHONY: help
help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

.PHONY: run
run: packages-run build ## ask about a link: make run LINK='https://…'
	@scripts/run.sh "$$RAW_LINK"

.PHONY: build
build: packages-build found-go ## build both programs into build/
	CGO_ENABLED=0 $(FOUND_GO) build $(RELEASE) $(SMALL) -o build/vestibule ./cmd/launcher
	CGO_ENABLED=1 $(FOUND_GO) build $(RELEASE) -o build/vestibule-front ./cmd/launcher-front

.PHONY: test
test: packages-test build ## check everything and run every test
	scripts/check.sh $(FOUND_GO)
	$(FOUND_GO) test -timeout 30m ./...
	$(FOUND_GO) test $(RELEASE) ./internal/still
	CGO_ENABLED=0 $(FOUND_GO) test -count=1 -tags gnustep ./internal/objc ./internal/consent/appkit ./internal/app/mac
	$(FOUND_GO) test -count=1 -timeout 40m -tags e2e ./internal/e2e/...

.PHONY: bench
bench: packages-bench build ## measure against others: a table of medians
	PATH="$$(dirname $(FOUND_GO)):$$PATH" $(FOUND_GO) run ./bench
	$(FOUND_GO) run ./internal/meeting/bench

.PHONY: demo
demo: packages-demo build ## one real click, start to end, into build/demo/
	PATH="$$(dirname $(FOUND_GO)):$$PATH" scripts/demo.sh

.PHONY: pictures
pictures: packages-demo found-go ## take the pictures in docs/pictures again
	PATH="$$(dirname $(FOUND_GO)):$$PATH" scripts/pictures.sh
	PATH="$$(dirname $(FOUND_GO)):$$PATH" scripts/pictures-appkit.sh

.PHONY: generate
generate: found-go ## write the files that are made from others
	$(FOUND_GO) run ./internal/meeting/generate
	$(FOUND_GO) generate ./...

.PHONY: macos-app
macos-app: found-go ## make build/macos/Vestibule.app, on Linux
	GO=$(FOUND_GO) packaging/macos/build-cross.sh

.PHONY: clean
clean: ## remove build/
	rm -rf build

# Nothing is installed that is there; what is missing is named first.
.PHONY: packages-build packages-run packages-test packages-bench packages-demo
packages-build: ; @scripts/packages.sh build
packages-run: ; @scripts/packages.sh build run
packages-test: ; @scripts/packages.sh test
packages-bench: ; @scripts/packages.sh bench
packages-demo: ; @scripts/packages.sh demo

.PHONY: found-go
found-go:
	@scripts/find-go.sh >/dev/null
