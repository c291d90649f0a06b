"""Reading courses, progress and what is assigned; queries never grow with the rows."""
