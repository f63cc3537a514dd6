"""The right side: what is sent, on the model's canvas, with what it costs."""
