"""Checks on what people write: real identifiers, graphic wording, real organisations.

The finders are pure and know neither Django nor the site; ``findings`` puts them into words.
"""
