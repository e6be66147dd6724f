-- Sessions of the cabinets, and what a login needs (internal/account). Nothing
-- about a visitor's machine is here.

-- +goose Up
CREATE TABLE web_session (
    token   TEXT PRIMARY KEY,  -- hash of the token in the cookie
    data    BYTEA NOT NULL,    -- login, epoch, times, language
    expires BIGINT NOT NULL    -- microseconds since 1970 UTC
);
CREATE INDEX web_session_expires ON web_session (expires);

-- One row, changed where a login meets no account that may try: such a login
-- costs as much as any other.
CREATE TABLE login_idle (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    tries BIGINT NOT NULL
);
INSERT INTO login_idle (one, tries) VALUES (1, 0);

ALTER TABLE account ADD COLUMN totp TEXT NOT NULL DEFAULT '';       -- secret of one-time codes, encrypted; empty for none
ALTER TABLE account ADD COLUMN totp_step BIGINT NOT NULL DEFAULT 0; -- of the last code taken

CREATE INDEX copies_patient ON copies (patient) WHERE patient <> '';

-- +goose Down
DROP INDEX copies_patient;
ALTER TABLE account DROP COLUMN totp_step;
ALTER TABLE account DROP COLUMN totp;
DROP TABLE login_idle;
DROP TABLE web_session;
