"""Writing courses: one operation each, in one transaction, safe to repeat."""
