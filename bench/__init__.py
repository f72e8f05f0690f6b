"""Every published figure, from one command: `python3 run.py bench`."""
