"""The bulk tables: which of them would be spread over machines, by which column, and which stay on one."""

# Documents, lines, decisions and findings lie with their order, waybills with their own number (docs/decisions/0001).
DISTRIBUTED = {
    "trade_order": "order_no",
    "trade_order_line": "order_no",
    "trade_slip": "order_no",
    "trade_waybill": "waybill_no",
    "declarations_list": "order_no",
    "declarations_list_line": "order_no",
    "declarations_decision": "order_no",
    "declarations_finding": "order_no",
    "declarations_filed": "order_no",
    "declarations_reply": "order_no",
}

# Tables made in SQL that stay on the coordinator, and why.
COORDINATOR = {
    "catalogue_goods": "goods of a seller; read a seller at a time",
    "catalogue_found_by": "by which texts they are found; read a seller at a time",
    "catalogue_reference_edition": "a few rows a month",
    "catalogue_reference_entry": "codes of an edition; the same on every machine",
    "declarations_work": "the one lock of a list, taken in key order: short transactions on few rows",
    "declarations_arrival": "a queue, one row a batch",
    "declarations_basis": "a few rows a day",
    "declarations_rulebook": "a few rows a month",
    "declarations_correction": "what a person types; one row a person and refused version",
    "declarations_correction_sent": "one row a correction that went off; its key is the guard against two at once",
    "declarations_seed": "one row a day",
    "declarations_batch": "one row a judged batch; ordered by transaction",
    "declarations_tally": "one row a judged batch",
    "declarations_course": "one row a minute, one an hour",
    "declarations_review": "what officers ask for: a few a minute at most, a queue",
    "exchange_message": "one row a message of up to 100 documents; its id is the cursor of the API",
    "exchange_fault": "lies with its message",
    "ledgers_account": "balances are taken in key order and held for a moment; a row an account",
    "ledgers_reservation": "lies with its account",
    "ledgers_movement": "lies with its account; only added to",
    "store_event": "one row a batch; ordered by transaction",
    "store_event_position": "one row a subscriber",
}
