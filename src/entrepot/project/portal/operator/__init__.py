"""For who runs the station: health, queues, people, audit, reference editions. Nobody else finds anything here."""
