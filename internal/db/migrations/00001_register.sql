-- The register of acts on copies (storage/register). BYTEA is PostgreSQL's
-- name; SQLite keeps bytes as they are under any type it does not know.

-- +goose Up
CREATE TABLE register (
    seq     INTEGER PRIMARY KEY, -- from 1, without gaps
    at      BIGINT,              -- microseconds since 1970 UTC, as in body
    patient TEXT,                -- as in body
    number  TEXT,                -- as in body
    body    TEXT,                -- the entry as JSON; NULL once erased
    salt    BYTEA                -- 16 random bytes; NULL once erased
);
CREATE INDEX register_patient ON register (patient, seq) WHERE patient <> '';

-- Nodes of the Merkle tree by their stored hash index.
CREATE TABLE register_hashes (
    idx  INTEGER PRIMARY KEY,
    hash BYTEA NOT NULL
);

-- One row: the signed end of the log.
CREATE TABLE register_head (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    size BIGINT NOT NULL,
    root BYTEA NOT NULL,
    note TEXT NOT NULL
);

-- +goose Down
DROP TABLE register_head;
DROP TABLE register_hashes;
DROP TABLE register;
