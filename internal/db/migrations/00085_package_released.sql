-- Whose document the register says has left with its package.

-- +goose Up
ALTER TABLE package_people ADD COLUMN released BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE package_people DROP COLUMN released;
