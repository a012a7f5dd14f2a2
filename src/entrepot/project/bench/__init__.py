"""Benches: figures of the line, measured on a scratch database beside the station's own."""
