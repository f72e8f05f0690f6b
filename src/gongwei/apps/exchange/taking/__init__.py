"""Taking a file in: who each row is about, what it changes, and the rows of the database that follow."""
