// Package storage keeps finished copies in S3, encrypted before they get there.
//
// Each copy has a random key of its own. The key, wrapped by a master key that
// lies outside the data directory, is kept in the caller's database and never
// in S3: an [Object] is what the row must hold. So a copy is destroyed by
// destroying its row's key, even where a backup of the bucket still holds the
// bytes, and a bucket alone tells nobody anything.
//
// A copy is cut into segments of 64 KiB, each sealed with AES-256-GCM (the
// format DARE 2.0 of minio/sio), so that any range is read without what stands
// before it and no byte is given out that was not verified. The reasons are in
// docs/decisions/0005-copies-encrypted-before-s3.md.
//
// The same code serves any S3. Without one, [Embed] serves the data directory
// through versitygw on a unix socket, and [Attach] lets several commands share
// it.
package storage
