-- A copy is found by the digest of its bytes: verification looks for that alone,
-- so that its time tells nothing about numbers.

-- +goose Up
CREATE INDEX copies_sha256 ON copies (sha256);

-- +goose Down
DROP INDEX copies_sha256;
