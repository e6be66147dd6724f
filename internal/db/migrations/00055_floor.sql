-- The oldest schema whose program may work on this one. A migration that takes
-- away what an older program still asks for raises it to its own number.

-- +goose Up
CREATE TABLE schema_floor (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    version BIGINT NOT NULL
);
INSERT INTO schema_floor (one, version) VALUES (1, 0);

-- +goose Down
DROP TABLE schema_floor;
