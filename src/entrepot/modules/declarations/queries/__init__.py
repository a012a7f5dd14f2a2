"""What pages, records and lists ask of declaration lists. All rows are those that the reader may see."""
