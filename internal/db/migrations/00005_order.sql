-- Orders, the copies they became, and patients' blocks.

-- +goose Up
CREATE TABLE orders (
    id          TEXT PRIMARY KEY,
    account     TEXT NOT NULL,   -- login of who asked
    role        TEXT NOT NULL,
    subject     TEXT NOT NULL,
    patient     TEXT NOT NULL,   -- id in the MIS
    kind        TEXT NOT NULL,
    period_from TEXT NOT NULL,
    period_to   TEXT NOT NULL,
    items       TEXT NOT NULL,   -- JSON list of references
    lang        TEXT NOT NULL,
    status      TEXT NOT NULL,
    progress    REAL NOT NULL,
    number      TEXT NOT NULL,   -- of the copy, once ready
    refusal     TEXT NOT NULL,   -- rule or code, once refused or failed
    created     BIGINT NOT NULL, -- microseconds since 1970 UTC
    changed     BIGINT NOT NULL
);
CREATE INDEX orders_open ON orders (patient) WHERE status IN ('queued', 'running');

-- A copy's number, kind, digest and days outlive its destruction; its key does not.
CREATE TABLE copies (
    number     TEXT PRIMARY KEY,
    order_id   TEXT NOT NULL,   -- empty for copies made at the machine
    kind       TEXT NOT NULL,
    patient    TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    size       BIGINT NOT NULL,
    pages      BIGINT NOT NULL,
    seal_level TEXT NOT NULL,
    object     TEXT NOT NULL,   -- key in S3; empty where none is kept
    wrapped    BYTEA,           -- the copy's own key, wrapped; NULL once destroyed
    key_id     TEXT NOT NULL,   -- of the master key that wraps it
    issued     BIGINT NOT NULL,
    keep_until BIGINT NOT NULL,
    revoked    BIGINT,
    destroyed  BIGINT
);
CREATE INDEX copies_kept ON copies (keep_until) WHERE object <> '';

CREATE TABLE blocks (
    id       TEXT PRIMARY KEY,
    patient  TEXT NOT NULL,
    channel  TEXT NOT NULL,
    scope    TEXT NOT NULL,
    begun    BIGINT NOT NULL,
    begun_by TEXT NOT NULL,
    ended    BIGINT,
    ended_by TEXT NOT NULL
);
CREATE INDEX blocks_standing ON blocks (patient) WHERE ended IS NULL;

-- +goose Down
DROP TABLE blocks;
DROP TABLE copies;
DROP TABLE orders;
