# Two commands do everything: `make run` and `make test`.
.PHONY: help run test quick setup build build-e2e cli fmt bench bench-peers bench-ui screenshots fuzz soak faults package install uninstall clean

# The Go that `make setup` fetched, where the one on PATH is too old.
GO_DIR := $(shell sh scripts/go.sh)
ifneq ($(GO_DIR),)
export PATH := $(GO_DIR):$(PATH)
endif

# Without symbols and debugging data, of which panics and profiles need neither.
STRIP = -s -w

help:
	@echo 'make run          install what is missing, build, open the window'
	@echo '                  (without a display: run the sample login in the terminal)'
	@echo 'make test         install what the tests need and run them all'
	@echo 'make quick        the tests of every package without their slow ones'
	@echo 'make build        bin/loginscope, the window and the command line'
	@echo 'make cli          bin/loginscope-cli, the command line without graphics'
	@echo 'make bench        benchmarks of capture, proxy, inspector, session and feed'
	@echo 'make bench-peers  a capture beside other proxies, in paired rounds (Linux)'
	@echo 'make bench-ui     the window under Xvfb: start, clicks, load, filter, memory'
	@echo 'make screenshots  docs/screenshots, from the real window under Xvfb'
	@echo 'make fuzz         every fuzz target, ten seconds each (FUZZTIME=1m)'
	@echo 'make soak         60 mixed clients for ten minutes (SOAK_FOR=1h), every answer checked'
	@echo 'make faults       kills, full disk, file limit, broken servers, bombs'
	@echo 'make install      installs what was built for this user (PREFIX=/usr/local for all), Linux'
	@echo 'make uninstall    takes it away again'
	@echo 'make package      a package of this system'

run:
	@sh scripts/setup.sh run
	@$(MAKE) --no-print-directory build
	@# Fyne reads the locale before anything else runs and complains of "C".
	@case "$${LC_ALL:-$$LANG}" in ''|C*|POSIX) unset LC_ALL; export LANG=en_US.UTF-8;; esac; ./bin/loginscope

test:
	@sh scripts/setup.sh test
	@sh scripts/test.sh

# Needs nothing but Go: what starts browsers, JVMs and network namespaces is skipped.
quick:
	go test -short -tags ci ./...

setup:
	@sh scripts/setup.sh test

build:
	@sh scripts/build.sh -ldflags '$(STRIP)' -o bin/loginscope .

# The window that tells scripts what it shows; it is not for people.
build-e2e:
	@sh scripts/build.sh -tags e2e -ldflags '$(STRIP)' -o bin/loginscope-e2e .

cli:
	@CGO_ENABLED=0 sh scripts/build.sh -ldflags '$(STRIP)' -o bin/loginscope-cli ./app/cmd/loginscope-cli

fmt:
	gofmt -w .

bench:
	go test -tags ci -run '^$$' -bench . -benchmem -benchtime 1s ./codes/... ./proxy/... ./inspector/... ./app/session/... ./app/feed/... ./app/engine

bench-peers: cli
	go run ./proxy/peers -cli bin/loginscope-cli

bench-ui: build-e2e
	sh scripts/bench-ui.sh

screenshots: build-e2e
	sh scripts/screenshots.sh

fuzz:
	@sh scripts/fuzz.sh

soak:
	go test -tags 'ci soak' -count=1 -v -timeout 0 -run TestSoak ./app/soak

faults:
	go test -tags 'ci soak' -count=1 -v -timeout 30m -run TestFaults ./app/soak

package:
	@sh scripts/package.sh

PREFIX ?= $(HOME)/.local

install:
	@sh scripts/install.sh "$(PREFIX)"

uninstall:
	@sh scripts/install.sh --remove "$(PREFIX)"

clean:
	rm -rf bin artifacts dist
