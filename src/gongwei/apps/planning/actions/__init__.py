"""Writes of planning: counts made from the lake, and values that a department reports."""
