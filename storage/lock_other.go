//go:build !unix

package storage

import (
	"errors"
	"os"
)

// tryLock refuses: without a lock two servers could share one directory.
func tryLock(*os.File, bool) (bool, error) {
	return false, errors.New("a data directory can be locked on Unix systems only: run the service there, with an S3 of your own if you like")
}
