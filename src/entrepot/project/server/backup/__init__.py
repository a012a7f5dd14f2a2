"""The whole of a station in one file, and back: a laptop's world onto a server (docs/decisions/0010)."""
