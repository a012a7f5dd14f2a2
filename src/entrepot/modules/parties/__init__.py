"""Parties: firms with their codes, roles, filings and powers of attorney; people and how they sign in; grants.

How the web role signs people in although it reads nothing without a reader
---------------------------------------------------------------------------
`entrepot_web` has no privilege at all on the tables of secrets (`parties_password`, `parties_token_secret`,
`parties_sign_in_link`, `parties_session`, `parties_attempt`). It reaches them through SECURITY DEFINER functions that
belong to `entrepot_owner`, and none of these gives a hash away:

- password: the function hands out salt and cost (a salt made from the station's secret where there is no such name),
  the web process derives the argon2 value, a second function compares its SHA-256 with the one stored;
- sign-in link and API token: the function takes the SHA-256 of what was presented and answers with the person;
- session: read, written and deleted by the SHA-256 of its key.

Who was found is then set as `entrepot.person`. Policies let a person read its own row and memberships; from these the
parties, clients and grants of the request are worked out and set as `entrepot.reader`, `entrepot.clients` and
`entrepot.grants`, all four until the end of the transaction. Without them every policy yields nothing.
"""
