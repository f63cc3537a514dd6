"""The batches of before: how they ended, and the way back into them."""
