"""The line: from raw messages to decided lists. What the floors below offer, put in order."""
