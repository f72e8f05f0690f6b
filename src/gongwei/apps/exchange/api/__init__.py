"""The way in for programs: residents, visits, what is due, and the indicators, as JSON.

Mounted by `site/api.py`. Every operation names its policy with `auth=may(…)`; personal data stand in bodies, never in
addresses; hidden and absent answer alike; a write needs an Idempotency-Key and is undone whole when it fails.
"""
