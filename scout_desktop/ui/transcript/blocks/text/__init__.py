"""What a line of text is laid out with: words, links, code and formulas within it."""
