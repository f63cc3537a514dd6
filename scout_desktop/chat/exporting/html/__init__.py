"""A chat as one HTML file that loads nothing, runs nothing and looks like the window. Pure."""
