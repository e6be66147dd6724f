#!/usr/bin/env bash
# Runs the storage suite, and the service's tests, against S3 servers in
# processes of their own: versitygw and MinIO (AGPL, hence never a part of this
# module), or those named as arguments. What is missing is built first into
# bin/s3 or $S3_TEST_BIN; MinIO takes some minutes. S3_TEST_COMMAND runs instead of
# those tests.
set -euo pipefail
cd "$(dirname "$0")/../.."

S3_TEST_BIN=$(realpath -m "${S3_TEST_BIN:-bin/s3}")
S3_TEST_SERVERS="${*:-versitygw minio}"
export S3_TEST_BIN S3_TEST_SERVERS
mkdir -p "$S3_TEST_BIN"

declare -A module=(
	[versitygw]=github.com/versity/versitygw/cmd/versitygw@v1.8.0
	[minio]=github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c
)
for name in $S3_TEST_SERVERS; do
	[ -x "$S3_TEST_BIN/$name" ] && continue
	echo "building ${module[$name]}"
	(cd / && GOFLAGS='' GOBIN="$S3_TEST_BIN" go install "${module[$name]}")
done

if [ -n "${S3_TEST_COMMAND:-}" ]; then
	exec bash -c "$S3_TEST_COMMAND"
fi
go test -count=1 -tags s3 -run '^TestS3' ./storage ./cmd/vypiska
