"""The messages below each other: only what is on the screen is laid out, and it never jumps."""
