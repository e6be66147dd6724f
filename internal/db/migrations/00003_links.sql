-- Time-limited links to copies and the downloads taken from them
-- (storage/links). Times are microseconds since 1970 UTC; nothing is kept about
-- a visitor.

-- +goose Up
CREATE TABLE link (
    id            TEXT PRIMARY KEY,
    token         BYTEA UNIQUE,  -- SHA-256 of the token; NULL once swept
    pin           BOOLEAN NOT NULL, -- one is needed, also where its hash is lost
    code          BYTEA,         -- HMAC-SHA-256 of the PIN; NULL for none or once swept
    number        TEXT NOT NULL, -- of the copy
    recipient     TEXT NOT NULL, -- empty once swept
    audience      TEXT NOT NULL CHECK (audience IN ('self', 'bearer')),
    created_at    BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL CHECK (expires_at > created_at),
    max_downloads BIGINT NOT NULL CHECK (max_downloads > 0),
    taken         BIGINT NOT NULL CHECK (taken BETWEEN 0 AND max_downloads),
    wrong         BIGINT NOT NULL CHECK (wrong BETWEEN 0 AND 10),
    revoked_at    BIGINT,
    revoked_by    TEXT,
    CHECK (pin OR code IS NULL),
    CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
);
CREATE INDEX link_newest ON link (created_at, id);
CREATE INDEX link_number ON link (number, created_at, id);
CREATE INDEX link_recipient ON link (recipient, created_at, id);

CREATE TABLE link_download (
    id          TEXT PRIMARY KEY,
    link        TEXT NOT NULL REFERENCES link (id),
    at          BIGINT NOT NULL,
    ticket      BYTEA UNIQUE, -- SHA-256 of the ticket; NULL for none
    until       BIGINT,       -- end of the ticket
    returned_at BIGINT,
    CHECK ((ticket IS NULL) = (until IS NULL))
);
CREATE INDEX link_download_link ON link_download (link);

-- +goose Down
DROP TABLE link_download;
DROP TABLE link;
