"""What it costs, and how the way to the service stands: the foot of the left pane."""
