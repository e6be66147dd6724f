-- What insurers' webhooks are told of packages. Times are microseconds since 1970 UTC.

-- +goose Up
CREATE TABLE deliveries (
    id        TEXT PRIMARY KEY,  -- the same at every try: by it the listener knows what it has heard
    order_id  TEXT NOT NULL REFERENCES package_orders (id),
    insurer   TEXT NOT NULL,
    status    TEXT NOT NULL CHECK (status IN ('waiting', 'delivered', 'failed')),
    tries     BIGINT NOT NULL,
    answer    TEXT NOT NULL,     -- of the last try, in a word
    created   BIGINT NOT NULL,
    changed   BIGINT NOT NULL
);
CREATE INDEX deliveries_insurer ON deliveries (insurer, created);

-- +goose Down
DROP TABLE deliveries;
