-- What the officer's lists and their pages read in order.

-- +goose Up
CREATE INDEX consents_contract ON consents (insurer, contract, signed, id);
CREATE INDEX copies_papers ON copies (issued, number) WHERE kind = 'paper';
CREATE INDEX destructions_act ON destructions (act) WHERE act <> '';
CREATE INDEX account_created ON account (created_at);

-- +goose Down
DROP INDEX account_created;
DROP INDEX destructions_act;
DROP INDEX copies_papers;
DROP INDEX consents_contract;
