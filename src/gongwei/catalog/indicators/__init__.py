"""Indicators, one to a file: the variable `indicator`."""
