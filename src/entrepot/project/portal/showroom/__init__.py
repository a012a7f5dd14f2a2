"""Showrooms: a firm's hall as a list and in three dimensions, enquiries about its wares, listings."""
