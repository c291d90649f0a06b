"""Writing people: one operation each, in one transaction."""
