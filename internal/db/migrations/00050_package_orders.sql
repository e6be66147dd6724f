-- Orders of insurers' packages, and what became of each person on the way. Times
-- are microseconds since 1970 UTC.

-- +goose Up
CREATE TABLE package_orders (
    id          TEXT PRIMARY KEY,
    account     TEXT NOT NULL,   -- login of who asked; 'service' for one that the clock or a replacement asked for
    role        TEXT NOT NULL,
    subject     TEXT NOT NULL,
    insurer     TEXT NOT NULL,   -- reference in the MIS
    contract    TEXT NOT NULL,   -- its number
    version     BIGINT NOT NULL, -- of the contract
    period_from TEXT NOT NULL,
    period_to   TEXT NOT NULL,
    lang        TEXT NOT NULL,
    status      TEXT NOT NULL,
    refusal     TEXT NOT NULL,
    planned     BIGINT NOT NULL, -- 1 once every person is in package_people
    people      BIGINT NOT NULL, -- how many those are
    waiting     BIGINT NOT NULL, -- of them not looked at yet
    made        BIGINT NOT NULL, -- documents
    left_out    BIGINT NOT NULL,
    failed      BIGINT NOT NULL, -- of those left out
    packed      BIGINT NOT NULL, -- documents in the container that is being written
    number      TEXT NOT NULL,   -- of the package, once there is one
    replaces    TEXT NOT NULL,   -- number of the package it takes the place of
    replaced_by TEXT NOT NULL,   -- id of the order that takes its place
    created     BIGINT NOT NULL,
    begun       BIGINT,          -- when the first person could be looked at
    closing     BIGINT,          -- when the last one was
    changed     BIGINT NOT NULL
);
CREATE INDEX package_orders_account ON package_orders (account, created);
CREATE INDEX package_orders_insurer ON package_orders (insurer, created);
CREATE UNIQUE INDEX package_orders_replaces ON package_orders (replaces) WHERE replaces <> '';

CREATE TABLE package_people (
    order_id TEXT NOT NULL REFERENCES package_orders (id),
    place    BIGINT NOT NULL,    -- in the order of patients, from 0
    patient  TEXT NOT NULL,      -- id in the MIS
    state    TEXT NOT NULL CHECK (state IN ('waiting', 'made', 'none', 'left-out')),
    code     TEXT NOT NULL,      -- why left out
    number   TEXT NOT NULL,      -- of the copy
    judged   TEXT NOT NULL,      -- JSON: the period's reports, each with the code why it stays out
    PRIMARY KEY (order_id, place)
);
CREATE INDEX package_people_number ON package_people (number) WHERE number <> '';

-- +goose Down
DROP TABLE package_people;
DROP TABLE package_orders;
