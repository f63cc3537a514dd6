"""Small widgets that every room of the window builds with."""
