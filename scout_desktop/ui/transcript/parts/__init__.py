"""The small widgets that stand in messages: footer, outcome, waiting line, and their words."""
