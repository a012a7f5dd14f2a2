"""The way into new forms of trade for a firm that begins: its goods with gaps, forms that fit, what to do first."""
