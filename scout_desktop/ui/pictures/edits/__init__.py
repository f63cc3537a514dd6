"""What a hand does to a recipe, as values and pure functions; nothing here knows Qt."""
