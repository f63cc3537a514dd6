"""The same core without a window: ask, list, show, cost."""
