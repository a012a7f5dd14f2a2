"""Questions about orders, slips and waybills: of pages (a few rows), and of workers (whole frames)."""
