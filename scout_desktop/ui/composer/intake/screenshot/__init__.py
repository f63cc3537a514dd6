"""A picture of a part of the screen, where the desktop lets programs take one."""
