"""Files that clinics send: reading them as they come, and writing back the rows that could not be taken."""
