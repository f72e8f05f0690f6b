"""Processes are killed while clients write: nothing acknowledged may be lost, doubled or half there.

`ledger` knows no system and can judge any; `city` is this one; `rounds` are the ways to die.
"""
