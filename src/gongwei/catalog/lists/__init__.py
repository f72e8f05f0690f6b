"""Lists of people told from their records: one short file each, the file name is the key."""
