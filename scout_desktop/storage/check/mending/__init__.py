"""The steps of a repair, one for each kind of finding."""
