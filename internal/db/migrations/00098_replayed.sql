-- How far each file of tombstones was carried out in this database: its first
-- tombstone names it. A database that was set back knows less, and is told the rest.

-- +goose Up
CREATE TABLE replayed (
    file  TEXT PRIMARY KEY, -- SHA-256 of its first tombstone
    place BIGINT NOT NULL   -- bytes
);

-- +goose Down
DROP TABLE replayed;
