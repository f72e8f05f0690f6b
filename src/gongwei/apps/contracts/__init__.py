"""Contracts with family doctors: teams, what was signed with whom, what was done outside visits."""
