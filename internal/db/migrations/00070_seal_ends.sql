-- Until when a copy's seal can be proved as it is, so that it is renewed before:
-- microseconds since 1970 UTC. NULL: not known, or not sealed.

-- +goose Up
ALTER TABLE copies ADD COLUMN seal_ends BIGINT;
CREATE INDEX copies_seal_ends ON copies (seal_ends) WHERE object <> '' AND revoked IS NULL AND seal_level IN ('B-LT', 'B-LTA');

-- +goose Down
DROP INDEX copies_seal_ends;
ALTER TABLE copies DROP COLUMN seal_ends;
