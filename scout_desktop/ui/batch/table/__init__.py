"""The live table of a batch: one row a picture, thousands of them, changed in place."""
