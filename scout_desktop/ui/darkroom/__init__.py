"""What is done with pictures beside the main window; connects its rooms with the window's."""
