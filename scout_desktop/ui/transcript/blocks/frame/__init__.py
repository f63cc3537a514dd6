"""What stands around code, tables and formulas: card, copy button, bar to move what is wide."""
