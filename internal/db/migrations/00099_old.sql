-- What the sweep looks for each hour within the write transaction, or beside it, is
-- found by an index of what is still to be done: no sweep reads all there ever was.

-- +goose Up
CREATE INDEX link_expires ON link (expires_at, id) WHERE token IS NOT NULL;
CREATE INDEX link_revoked ON link (revoked_at) WHERE token IS NOT NULL;
CREATE INDEX orders_named ON orders (changed) WHERE patient <> '';
CREATE INDEX copies_named ON copies (issued) WHERE patient <> '' AND object = '';
CREATE INDEX package_people_patient ON package_people (patient) WHERE state = 'made';

-- +goose Down
DROP INDEX package_people_patient;
DROP INDEX copies_named;
DROP INDEX orders_named;
DROP INDEX link_revoked;
DROP INDEX link_expires;
