-- A copy's entries are found by its number (proofs, exports by number).

-- +goose Up
CREATE INDEX register_number ON register (number, seq) WHERE number <> '';

-- +goose Down
DROP INDEX register_number;
