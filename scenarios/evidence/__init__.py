"""The library of evidence statements: what it holds, how it is read from files and checked.

Nothing here asks a database. The rows of the library are ``scenarios.models.evidence``; the cases
made of it are ``scenarios.generator``.
"""
