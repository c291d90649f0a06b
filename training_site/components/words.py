"""Sample words: short, long, unbroken, and with every letter that Welsh has beside English."""

UNBROKEN = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochau"
"""Sixty letters without a place to break a line."""

WELSH = "Siân Ŵyn Tŷ Gŵyr: â ê î ô û ŵ ŷ Â Ê Î Ô Û Ŵ Ŷ á è ï"
SENTENCE = "He rang his support worker on the Tuesday and told her where he had been."
LONG = f"{SENTENCE} {UNBROKEN} {WELSH} {SENTENCE}"
NAME = "Siân Gŵyr"
LONG_NAME = f"{NAME} {UNBROKEN}"
NOWHERE = "#main"
