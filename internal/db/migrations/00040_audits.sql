-- What de-identification took out of a copy: types, rules, offsets; never values.

-- +goose Up
CREATE TABLE audits (
    number TEXT PRIMARY KEY, -- of the copy
    body   TEXT NOT NULL     -- JSON list
);

-- +goose Down
DROP TABLE audits;
