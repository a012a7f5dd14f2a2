"""Who the documents of a record name: masked to all who see them, in full for a reason that is kept."""
