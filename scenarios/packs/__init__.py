"""Cases as one file: a zip that another site of this kind can take in, described by a schema."""
