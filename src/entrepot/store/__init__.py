"""The database floor: roles, reader context, COPY, staging, claims, numbering, outbox, policies. Knows no module."""
