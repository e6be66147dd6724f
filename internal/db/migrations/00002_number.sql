-- +goose Up
CREATE TABLE number (
	number TEXT PRIMARY KEY
);

-- +goose Down
DROP TABLE number;
