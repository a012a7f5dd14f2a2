"""Verbs of trade: documents are taken in as versions."""
