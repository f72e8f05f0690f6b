"""Records of one person found among many: Splink on DuckDB, in memory, with the model of `domain.linkage`."""
