"""Service programmes, one to a file: the variable `program` holds the newest edition."""
