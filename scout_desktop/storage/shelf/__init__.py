"""What becomes of many files that say one thing: found, gathered, watched, folded, recovered."""
