-- Insurers' contracts by version, and patients' written consents to them. Times
-- are microseconds since 1970 UTC.

-- +goose Up
CREATE TABLE contracts (
    insurer      TEXT NOT NULL,   -- reference in the MIS
    number       TEXT NOT NULL,
    version      BIGINT NOT NULL, -- from 1; a version's text is never changed
    text         TEXT NOT NULL,   -- as entered, JSON or YAML
    status       TEXT NOT NULL CHECK (status IN ('draft', 'active', 'suspended', 'replaced')),
    drafted      BIGINT NOT NULL,
    drafted_by   TEXT NOT NULL,
    activated    BIGINT,
    activated_by TEXT NOT NULL CHECK (activated_by <> drafted_by),
    PRIMARY KEY (insurer, number, version)
);
CREATE UNIQUE INDEX contracts_in_force ON contracts (insurer, number) WHERE status IN ('active', 'suspended');

CREATE TABLE consents (
    id           TEXT PRIMARY KEY,
    patient      TEXT NOT NULL,
    insurer      TEXT NOT NULL,
    contract     TEXT NOT NULL,   -- its number
    form         TEXT NOT NULL,   -- version of the text that was signed
    channel      TEXT NOT NULL,
    signed       BIGINT NOT NULL,
    recorded_by  TEXT NOT NULL,
    withdrawn    BIGINT,
    withdrawn_by TEXT NOT NULL,
    withdrawn_channel TEXT NOT NULL
);
CREATE INDEX consents_patient ON consents (patient);
CREATE INDEX consents_withdrawn ON consents (insurer, contract, withdrawn) WHERE withdrawn IS NOT NULL;

-- +goose Down
DROP TABLE consents;
DROP TABLE contracts;
