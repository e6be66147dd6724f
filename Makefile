# vypiska: `make` prints what it can do.
GO ?= go
BIN := bin/vypiska
FUZZTIME ?= 2s
export CGO_ENABLED ?= 0
# Programs under the race detector do not wait a second before they exit: tests
# start hundreds.
export GORACE ?= atexit_sleep_ms=0

.PHONY: versions browser-cluster soak help build run test check fmt vet lint tools hsm race gateway postgres cluster fuzz peers bench large deid-bench deid-learn deid-swap conformance cost-pictures pictures seal-pictures browser s3 fhir chaos licences sbom reproducible vuln clean

help: ## print this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build bin/vypiska, static and without cgo
	$(GO) build -trimpath -o $(BIN) ./cmd/vypiska

run: build ## the whole service on invented records: links to click, http://localhost:8080
	./$(BIN) demo

test: ## every test that needs only Go
	$(GO) test ./...

# Each test runs as itself once and under the race detector once, where that can
# see anything: `test` is every test that needs only Go (Go's cache answers for what
# has just run, as in CI after `make test`), `tools` those with outside programs
# alone, `race` the tests of `test` again. Tests tagged tools follow one another and
# wait for other programs: they do not run under the race detector.
check: fmt vet lint test tools hsm race gateway ## what CI runs

fmt:
	@out="$$(gofmt -l $$(git ls-files '*.go'))"; test -z "$$out" || { echo "gofmt would change:"; echo "$$out"; exit 1; }

vet:
	$(GO) vet ./...
	$(GO) vet -tags tools,s3,conformance,fhir,postgres,chaos,large,crowd,learn ./...
	CGO_ENABLED=1 $(GO) vet -tags pkcs11 ./signing ./internal/app
	cd bench && $(GO) vet ./...

lint:
	$(GO) tool staticcheck ./...
	$(GO) tool staticcheck -tags tools,s3,conformance,fhir,postgres,chaos,large,crowd ./...
	CGO_ENABLED=1 $(GO) tool staticcheck -tags pkcs11 ./signing ./internal/app

# Tests tagged `tools` look at our files with poppler, qpdf and openssl and fail
# where one is missing.
tools:
	.ci/tagged tools

# A key on a token: SoftHSM2 and OpenSC. PKCS#11 needs cgo and gcc.
hsm: ## the seal with a key on a PKCS#11 token
	CGO_ENABLED=1 .ci/tagged pkcs11 $(RACE)

# The race detector needs cgo and gcc. -short makes property tests smaller, it
# leaves none out; tests of time, of memory and of many processes are tagged !race.
#
# SQLite itself, C turned into Go with locks of its own, is not watched: it took
# two thirds of the time of tests with a database. Only packages that hold no
# instance of another package's generic function may be left out (as these two):
# the linker may choose theirs for everybody, and the order that the others'
# locks make is no longer seen.
RACE := -race -short -gcflags=modernc.org/sqlite/lib=-race=false -gcflags=modernc.org/libc=-race=false
race:
	CGO_ENABLED=1 $(GO) test $(RACE) -timeout 25m ./...

# The storage suite and the service's tests against an S3 server in a process of its own.
gateway:
	storage/storagetest/servers.sh versitygw

# The same tests as on SQLite, wherever a database is, on a PostgreSQL server of
# their own from Debian's package; under the race detector what only it runs.
POSTGRES := internal/db/dbtest/server
postgres: ## every test of the database on PostgreSQL
	$(POSTGRES) $(GO) test -tags postgres -timeout 25m ./internal/db ./internal/jobs ./internal/account ./internal/app ./internal/web ./storage/links ./storage/register
	CGO_ENABLED=1 $(POSTGRES) $(GO) test $(RACE) -tags postgres -timeout 25m ./internal/db ./internal/jobs

cluster: ## two web and two worker processes over PostgreSQL and an S3 server of its own: the life of a copy, kills, replacement
	S3_TEST_COMMAND="$(POSTGRES) $(GO) test -count=1 -tags s3,postgres -timeout 20m -run '^TestCluster' ./cmd/vypiska" storage/storagetest/servers.sh versitygw

versions: ## the version before the newest migration and this one at the same time on one database; wants the repository's history
	S3_TEST_COMMAND="$(POSTGRES) internal/db/dbtest/former $(GO) test -count=1 -v -tags s3,postgres -timeout 20m -run '^TestVersions' ./cmd/vypiska" storage/storagetest/servers.sh versitygw

# By chance: what it finds must not stop a change that has nothing to do with it.
# Each finding becomes a seed in testdata, and seeds run with every `go test`.
fuzz: ## every fuzz target for FUZZTIME (3s); before an issue is done, longer
	.ci/fuzz $(FUZZTIME)

peers: ## one signed extract beside its floor, gofpdf, maroto and Chromium: docs/performance.md
	cd bench && $(GO) run .

bench: peers ## the same, then what it is made of; downloads beside minio-go and bare transactions; the seal beside pdfsign and pyHanko
	$(GO) test -run '^$$' -bench . -benchmem ./exporter ./signing ./storage/register ./templates ./internal/web
	$(GO) test -run '^$$' -bench . -benchtime 2s ./internal/db ./storage ./cmd/vypiska
	$(GO) test -run '^$$' -bench 'Lines|Scrub$$' ./exporter/deidentify
	conformance/run bench

cost-pictures: ## draw the pictures of docs/performance.md from docs/performance-results.txt
	cd bench && $(GO) run ./plot ../docs/performance-results.txt ../docs/images

crowd: ## packages of 10,000 people: time beside the documents alone, memory, kill -9; by two workers over PostgreSQL; docs/packages.md (CROWD_PEOPLE: fewer)
	$(GO) test -tags crowd -run TestCrowd -v -timeout 90m ./cmd/vypiska
	S3_TEST_COMMAND="$(POSTGRES) $(GO) test -count=1 -tags crowd,s3,postgres -run '^TestTwoWorkers' -v -timeout 90m ./cmd/vypiska" storage/storagetest/servers.sh versitygw

pictures: build ## draw every form into docs/forms, in colour and in grey; look at each
	rm -rf docs/forms && mkdir -p docs/forms/grey
	./$(BIN) template preview --out docs/forms --dpi 80
	./$(BIN) template preview --out docs/forms/grey --dpi 60 --grey --lang ru
	rm docs/forms/*.pdf docs/forms/grey/*.pdf

deid-bench: build ## de-identification on labelled texts: recall by type and language, leaks, over-redaction (DEID_SHARED: a folder with data and tools)
	DEID_BIN=$(abspath $(BIN)) exporter/deidentify/testdata/bench

deid-learn: ## teach the last layer of de-identification by the blind texts anew (lexicon/weights.bin): whoever changes features.go or adds texts; HELD: files of them to measure by instead
	cd exporter/deidentify && $(GO) test -count=1 -tags learn -v -run '^TestLearn$$' . -args -held "$(HELD)"

deid-swap: ## marked words of the blind texts put into each other's places, by type: how many go; SWAP="en ORG": where they stay
	cd exporter/deidentify && $(GO) test -count=1 -timeout 60m -tags learn -v -run '^TestSwap$$' . -args -swap "$(SWAP)"

large: ## a package of 1 GB broken off and resumed by its ticket, the serving process's memory watched; writes 2 GB to the temporary directory
	$(GO) test -tags large -run TestAGigabyte -v -count=1 ./cmd/vypiska

s3: ## the same against versitygw and MinIO, built by go install; slow
	storage/storagetest/servers.sh

fhir: ## the source of records against FHIR servers nobody here wrote (HAPI FHIR, Medplum); installs what it lacks on Debian
	exporter/record/fhir/servers/run

conformance: ## forms and seals judged by outside validators: veraPDF, DSS, pyHanko, poppler, OpenSSL; installs what it lacks on Debian
	conformance/run

seal-pictures: ## how recipients see a copy (Okular, vypiska verify, pdfsig) into docs/images, from the files of make conformance; look at each
	conformance/pictures

browser: ## each role's whole way in a real Chromium, screenshots in docs/screens; installs what it lacks on Debian
	browser/run

browser-cluster: ## the same against two web processes behind HAProxy, two workers, PostgreSQL and an S3 server of its own
	S3_TEST_COMMAND="$(POSTGRES) env BROWSER_CLUSTER=1 browser/run" storage/storagetest/servers.sh versitygw

# Minutes: an order that met a server away is tried again after 1 s, 5 s, 30 s, 2 min.
chaos: ## faults while people ask, in one process (FHIR, S3, TSA away, disk full, clock jumped, killed) and in several (PostgreSQL away, networks cut, two leaders …); chaos/report.json; wants root
	chaos/run

soak: ## a mixed load on several processes with a fault each minute, CHAOS_MINUTES long (3), drawn by CHAOS_SEED; wants root
	chaos/run TestHoursOfChaos

licences: ## the licence of everything shipped, into docs/licences.txt; a test holds it complete
	$(GO) run ./internal/supply licences > docs/licences.new && mv docs/licences.new docs/licences.txt

sbom: build ## the bill of materials of bin/vypiska (CycloneDX), into bin/vypiska.cdx.json
	$(GO) run ./internal/supply sbom $(BIN) > $(BIN).cdx.json

reproducible: ## two builds, in different folders and from nothing, give the same bytes
	internal/supply/reproducible

vuln: ## known vulnerabilities; needs the internet
	$(GO) run golang.org/x/vuln/cmd/govulncheck@latest ./...

clean: ## remove what was built; ./data stays
	rm -rf bin browser/node_modules conformance/out conformance/lib conformance/report.json
