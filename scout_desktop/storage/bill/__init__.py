"""What the lines of the ledger say together: an attempt, and the sums over many."""
