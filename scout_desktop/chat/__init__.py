"""The language of the house: frozen values and pure functions, no I/O, clock, randomness or Qt."""
