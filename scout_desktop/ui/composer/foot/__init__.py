"""The bottom row of the composer and what stands in it."""
