-- Who made a link: closing an account ends what it made. Older links have nobody.

-- +goose Up
ALTER TABLE link ADD COLUMN made_by TEXT NOT NULL DEFAULT '';
CREATE INDEX link_made_by ON link (made_by) WHERE made_by <> '';

-- +goose Down
DROP INDEX link_made_by;
ALTER TABLE link DROP COLUMN made_by;
