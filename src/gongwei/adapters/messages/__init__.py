"""Ways out for messages: each takes a receiver and a text, and raises Unreachable or NotAccepted."""
