"""A message on the screen, block by block; here what all blocks are and share, and the rule."""
