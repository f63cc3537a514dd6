"""Pictures on their way into a message: dropped, pasted, chosen, taken from the screen."""
