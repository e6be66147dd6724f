-- What the officer must look at of a person who is left out of a package, and
-- when that was found.

-- +goose Up
ALTER TABLE package_people ADD COLUMN why TEXT NOT NULL DEFAULT '';
ALTER TABLE package_people ADD COLUMN ended BIGINT NOT NULL DEFAULT 0;
CREATE INDEX package_people_why ON package_people (ended) WHERE why <> '';

-- +goose Down
DROP INDEX package_people_why;
ALTER TABLE package_people DROP COLUMN ended;
ALTER TABLE package_people DROP COLUMN why;
