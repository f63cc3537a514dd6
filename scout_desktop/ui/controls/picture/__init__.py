"""What every room that shows pictures builds with: a canvas to look closely, pixels, words."""
