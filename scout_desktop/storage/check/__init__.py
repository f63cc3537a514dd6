"""A look over the whole data folder, and its repair: originals are put by, nothing is guessed."""
