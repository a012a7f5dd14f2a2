"""Records in words, in the language that was asked for: what the terminal says and what documents print."""
