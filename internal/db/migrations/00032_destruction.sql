-- Destroyed copies on their way to an act and to the end of backups, and legal
-- holds that stop destruction. Times are microseconds since 1970 UTC.

-- +goose Up
CREATE TABLE destructions (
    number    TEXT PRIMARY KEY,
    kind      TEXT NOT NULL,
    sha256    TEXT NOT NULL,
    patient   TEXT NOT NULL,   -- id in the MIS; empty once the act states it
    issued    BIGINT NOT NULL,
    event     TEXT NOT NULL,   -- the register's: deletion, destruction
    seq       BIGINT NOT NULL, -- of its entry
    at        BIGINT NOT NULL,
    by_whom   TEXT NOT NULL,
    reason    TEXT NOT NULL,
    backups   BIGINT NOT NULL, -- when the last backup with its remains ends
    act       TEXT NOT NULL,   -- number of the act, once there is one
    gone      BIGINT           -- destroyed for good
);
CREATE INDEX destructions_open ON destructions (at) WHERE act = '';
CREATE INDEX destructions_left ON destructions (backups) WHERE gone IS NULL;

CREATE TABLE holds (
    id       TEXT PRIMARY KEY,
    number   TEXT NOT NULL, -- of the copy that is held, or empty
    patient  TEXT NOT NULL, -- whose copies are held, or empty
    basis    TEXT NOT NULL,
    begun    BIGINT NOT NULL,
    begun_by TEXT NOT NULL,
    ended    BIGINT,
    ended_by TEXT NOT NULL,
    CHECK ((number = '') <> (patient = ''))
);

-- +goose Down
DROP TABLE holds;
DROP TABLE destructions;
