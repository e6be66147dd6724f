-- From which state of the clinic's system a copy was made (decision 21). It goes
-- with the copy's key, or at the end of its term where no copy is kept.

-- +goose Up
CREATE TABLE origins (
    number TEXT PRIMARY KEY, -- of the copy
    until  BIGINT NOT NULL,  -- microseconds since 1970 UTC
    body   TEXT NOT NULL     -- JSON; the register has its SHA-256
);
CREATE INDEX origins_until ON origins (until);

-- +goose Down
DROP TABLE origins;
