"""The HTTP API at /api/v1, and /metrics: for programs, with tokens, apart from the pages."""
