"""What code is laid out with: its head, its lines in colours, only those in sight."""
