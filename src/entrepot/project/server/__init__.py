"""The embedded database server: PostgreSQL under our settings, in the data folder, started and stopped with it."""
