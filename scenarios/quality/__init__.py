"""Checks on how well a case is written: what a trainee could not follow, or could not believe.

Each check is a plain function on ``CaseText``; ``report.quality_of`` brings them together.
"""
