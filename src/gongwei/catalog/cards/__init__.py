"""Report cards: one file a kind of report, the file name is its key."""
