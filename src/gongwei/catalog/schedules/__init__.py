"""Vaccination schedules as data: one short file per vaccine; what makes editions of them stands in `editions`."""
