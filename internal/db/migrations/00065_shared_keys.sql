-- Digests of the keys that all processes on this database must have alike.

-- +goose Up
CREATE TABLE shared_keys (
    name   TEXT PRIMARY KEY,
    digest TEXT NOT NULL -- SHA-256 of the key, in hexadecimal
);

-- +goose Down
DROP TABLE shared_keys;
