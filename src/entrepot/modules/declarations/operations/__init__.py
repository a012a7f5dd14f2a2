"""What changes declaration lists: taking them in, judging them, filing them, hearing what customs replied."""
