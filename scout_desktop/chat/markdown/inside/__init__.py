"""The inside of a paragraph: signs become styles, links and formulas; the room of markdown-it."""
