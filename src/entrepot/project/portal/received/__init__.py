"""Records that others handed over: each is its issuer's statement, never one of our own documents."""
