-- Insurers' packages and the documents that went out with each. Times are
-- microseconds since 1970 UTC.

-- +goose Up
CREATE TABLE packages (
    number      TEXT PRIMARY KEY,
    insurer     TEXT NOT NULL,   -- reference in the MIS
    contract    TEXT NOT NULL,   -- its number
    version     BIGINT NOT NULL, -- of the contract
    period_from TEXT NOT NULL,
    period_to   TEXT NOT NULL,
    sequence    BIGINT NOT NULL, -- counts a contract's packages from 1
    sha256      TEXT NOT NULL,
    size        BIGINT NOT NULL,
    seal_level  TEXT NOT NULL,
    documents   BIGINT NOT NULL,
    made        BIGINT NOT NULL,
    UNIQUE (insurer, contract, sequence)
);

CREATE TABLE package_documents (
    package  TEXT NOT NULL REFERENCES packages (number),
    number   TEXT NOT NULL,   -- of the copy
    sha256   TEXT NOT NULL,
    recalled BIGINT NOT NULL, -- sequence number of the package that lists it as deleted; 0: none
    PRIMARY KEY (package, number)
);
CREATE INDEX package_documents_number ON package_documents (number);

-- +goose Down
DROP TABLE package_documents;
DROP TABLE packages;
