"""A folder in one go: planned, run, paused, taken up again, handed out."""
