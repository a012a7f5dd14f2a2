"""Documents of a record and the report of refusals: who may have which, and their facts out of what the reader sees."""
