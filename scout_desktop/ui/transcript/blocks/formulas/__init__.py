"""What formulas are drawn with, beside the window, and shown with in lines and by themselves."""
