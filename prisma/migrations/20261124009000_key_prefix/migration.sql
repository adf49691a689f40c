-- Of a key its mark and five letters are kept in clear and no more: some rows had more of it, where the secret itself
-- held an underscore.
UPDATE api_key SET prefix = left(prefix, CASE mode WHEN 'test' THEN 13 ELSE 8 END);
ALTER TABLE api_key ADD CONSTRAINT api_key_prefix CHECK (length(prefix) <= CASE mode WHEN 'test' THEN 13 ELSE 8 END);
