"""Alarms from counts: one family of detectors a file, whole cities of series at once."""
