-- Whose a session is, so that its owner sees it and ends it. Sessions from before
-- are over.

-- +goose Up
DELETE FROM web_session;
ALTER TABLE web_session ADD COLUMN id TEXT NOT NULL DEFAULT '';      -- random; names the session, opens nothing
ALTER TABLE web_session ADD COLUMN account TEXT NOT NULL DEFAULT ''; -- login
ALTER TABLE web_session ADD COLUMN begun BIGINT NOT NULL DEFAULT 0;  -- microseconds since 1970 UTC
ALTER TABLE web_session ADD COLUMN seen BIGINT NOT NULL DEFAULT 0;   -- the last click, to the minute
CREATE INDEX web_session_account ON web_session (account);

-- +goose Down
DROP INDEX web_session_account;
ALTER TABLE web_session DROP COLUMN seen;
ALTER TABLE web_session DROP COLUMN begun;
ALTER TABLE web_session DROP COLUMN account;
ALTER TABLE web_session DROP COLUMN id;
