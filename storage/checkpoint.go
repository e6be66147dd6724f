package storage

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/minio/minio-go/v7"

	"vypiska/storage/register"
)

// checkpointKey is where the register's checkpoint lies in the bucket. It is no
// copy's key: sweeps pass over it and Delete refuses it.
const checkpointKey = "register/checkpoint.txt"

// longestNote bounds what is read of it.
const longestNote = 16 << 10

// PutCheckpoint keeps the register's signed checkpoint in the bucket, in the
// place of the one before. It is not a copy and holds nothing personal; what the
// verifier does not know as a checkpoint is refused, so that nothing else can be
// stored this way. When it returns nil the checkpoint survives a crash.
func (s *Store) PutCheckpoint(ctx context.Context, c register.Checkpoint, v register.Verifier) error {
	if _, _, err := v.Open(c); err != nil {
		return fmt.Errorf("put checkpoint: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	_, err := s.client.PutObject(ctx, s.bucket, checkpointKey, strings.NewReader(string(c)), int64(len(c)),
		minio.PutObjectOptions{ContentType: "text/plain; charset=utf-8", DisableMultipart: true})
	if err != nil {
		return fmt.Errorf("put checkpoint: %w", err)
	}
	return nil
}

// Checkpoint returns the checkpoint kept in the bucket, "" where there is none.
// It is not checked; register.Verify and Latest do that.
func (s *Store) Checkpoint(ctx context.Context) (register.Checkpoint, error) {
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	o, err := s.client.GetObject(ctx, s.bucket, checkpointKey, minio.GetObjectOptions{})
	if err != nil {
		return "", fmt.Errorf("read checkpoint: %w", err)
	}
	defer o.Close()
	text, err := io.ReadAll(io.LimitReader(o, longestNote))
	if minio.ToErrorResponse(err).Code == minio.NoSuchKey {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read checkpoint: %w", err)
	}
	return register.Checkpoint(text), nil
}
