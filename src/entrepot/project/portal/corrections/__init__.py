"""Correct a refused list: the fields beside the reasons, a check of the answers, the messages, the verdict."""
