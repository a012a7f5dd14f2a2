"""Help with the HS code: candidates for a description, and a choice that is kept with who and why."""
