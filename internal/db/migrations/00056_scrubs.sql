-- Tables of a PostgreSQL database whose files hold remains of erased rows.

-- +goose Up
CREATE TABLE scrubs (
    name      TEXT PRIMARY KEY,
    due       BIGINT NOT NULL, -- erasures since the table was written anew
    rewritten BIGINT NOT NULL  -- when it was, seconds since 1970 UTC; 0: never
);

-- +goose Down
DROP TABLE scrubs;
