"""How bytes get to the disk safely: strict JSON, lines that prove themselves, appending, locks."""
