#!/usr/bin/env bash
# Runs the storage suite against S3 servers in processes of their own: versitygw
# and MinIO (AGPL, hence never a part of this module). What is missing is built
# first into bin/s3 or $VYPISKA_S3_BIN; MinIO takes some minutes.
set -euo pipefail
cd "$(dirname "$0")/../.."

VYPISKA_S3_BIN=$(realpath -m "${VYPISKA_S3_BIN:-bin/s3}")
export VYPISKA_S3_BIN
mkdir -p "$VYPISKA_S3_BIN"

install() { # NAME MODULE@VERSION
	[ -x "$VYPISKA_S3_BIN/$1" ] && return
	echo "building $2"
	(cd / && GOFLAGS='' GOBIN="$VYPISKA_S3_BIN" go install "$2")
}
install versitygw github.com/versity/versitygw/cmd/versitygw@v1.8.0
install minio github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c

go test -count=1 -tags s3 -run '^TestS3$' "$@" ./storage/
