-- Versions of a copy beside the one in its row, by extending its seal: older
-- ones of stored copies, newer ones of files outside.

-- +goose Up
CREATE TABLE copy_versions (
    sha256     TEXT PRIMARY KEY,
    number     TEXT NOT NULL REFERENCES copies (number),
    size       BIGINT NOT NULL,
    seal_level TEXT NOT NULL,
    made       BIGINT NOT NULL -- microseconds since 1970 UTC
);
CREATE INDEX copy_versions_number ON copy_versions (number);

-- +goose Down
DROP TABLE copy_versions;
