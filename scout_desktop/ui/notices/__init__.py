"""States that concern the whole window, and the offer to undo what was just done."""
