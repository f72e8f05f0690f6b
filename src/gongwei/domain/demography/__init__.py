"""Hold the arithmetic of populations: shares without remainder, and rates with their intervals."""
