-- When the person a link is for was told that it ends soon; NULL for not yet.

-- +goose Up
ALTER TABLE link ADD COLUMN reminded_at BIGINT;

-- +goose Down
ALTER TABLE link DROP COLUMN reminded_at;
