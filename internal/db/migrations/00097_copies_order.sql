-- The documents of a package, to be destroyed with it.

-- +goose Up
CREATE INDEX copies_order ON copies (order_id) WHERE object <> '';

-- +goose Down
DROP INDEX copies_order;
