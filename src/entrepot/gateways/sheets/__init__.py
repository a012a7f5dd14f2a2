"""Sheets: order lines, goods and problems as CSV, in and out."""
