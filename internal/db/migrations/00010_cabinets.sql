-- What the cabinets list: orders of an account, orders that came to nothing; and
-- what a token may do.

-- +goose Up
CREATE INDEX orders_account ON orders (account, created);
CREATE INDEX orders_ended ON orders (created) WHERE status IN ('refused', 'failed', 'review');
ALTER TABLE account_token ADD COLUMN reads_only BOOLEAN NOT NULL DEFAULT FALSE; -- it orders and changes nothing

-- +goose Down
ALTER TABLE account_token DROP COLUMN reads_only;
DROP INDEX orders_ended;
DROP INDEX orders_account;
