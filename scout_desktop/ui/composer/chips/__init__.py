"""The pictures of the message: a chip each, in a row."""
