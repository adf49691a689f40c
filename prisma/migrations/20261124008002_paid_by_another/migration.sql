-- Also looked at: statements that somebody else than the enterprise paid.
ALTER TABLE consumption_signal
  DROP CONSTRAINT consumption_signal_kind,
  ADD CONSTRAINT consumption_signal_kind CHECK (kind IN ('told-twice', 'brushed', 'far-from-declared', 'still-shown',
    'merchant-paid', 'owing-again', 'paid-by-another'));
