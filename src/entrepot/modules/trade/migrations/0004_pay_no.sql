-- search: the slips of a payment, by its number
CREATE INDEX trade_slip_numbered ON trade_slip (slip_key) WHERE superseded_by IS NULL;
