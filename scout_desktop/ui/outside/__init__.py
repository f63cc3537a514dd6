"""Notices what other programs and devices do to the data folder, and tells the window."""
