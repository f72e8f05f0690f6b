"""The lake: the city's records under pseudonyms in Parquet, read by definitions that were compiled to Ibis."""
