"""Packages of contracts with family doctors: one file a group of people, the file name is its key."""
