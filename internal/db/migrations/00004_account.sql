-- Accounts and their API tokens (internal/account). Times are microseconds
-- since 1970 UTC. No secret is here in clear, no person's name, and nothing
-- about a visitor.

-- +goose Up
CREATE TABLE account (
    login       TEXT PRIMARY KEY, -- random, as it is shown: "D-7K2M-9QXT"
    role        TEXT NOT NULL CHECK (role IN ('patient', 'doctor', 'insurer', 'reception', 'officer')),
    subject     TEXT NOT NULL,    -- "Patient/17"; the plain name for staff
    password    TEXT NOT NULL,    -- argon2id, in PHC's format
    first_until BIGINT,           -- end of a first password; NULL once the person set their own
    disabled    BOOLEAN NOT NULL,
    epoch       BIGINT NOT NULL CHECK (epoch > 0), -- a session or token of another epoch is over
    created_at  BIGINT NOT NULL,
    changed_at  BIGINT NOT NULL,
    failed      BIGINT NOT NULL DEFAULT 0 CHECK (failed >= 0), -- logins that failed since the last good one
    failed_at   BIGINT                                         -- when the last of them did
);
CREATE INDEX account_subject ON account (role, subject);

CREATE TABLE account_token (
    token      BYTEA PRIMARY KEY, -- SHA-256 of the token
    account    TEXT NOT NULL REFERENCES account (login),
    epoch      BIGINT NOT NULL,   -- the account's when the token was made
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL CHECK (expires_at > created_at)
);
CREATE INDEX account_token_account ON account_token (account);
CREATE INDEX account_token_expires ON account_token (expires_at);

-- +goose Down
DROP TABLE account_token;
DROP TABLE account;
