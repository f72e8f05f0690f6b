"""Reads of planning: counts added up to every level, values that were reported, and what they say of targets."""
