"""Pages of a person's own learning: what is asked for, and what is answered."""
