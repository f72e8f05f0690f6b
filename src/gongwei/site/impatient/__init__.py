"""Django's PostgreSQL for web requests: nobody waits for ever for a database that does not answer."""
