-- The open ledger by account and by kind. Gifts and fees are left out: they are most of the rows, every book's
-- newest rows are found by (book_id, recorded_at), and intake stays free of a further index.
CREATE INDEX transfer_other_kinds ON transfer (book_id, kind, recorded_at DESC, id DESC)
  WHERE kind NOT IN ('gift-paid', 'provider-fee');
