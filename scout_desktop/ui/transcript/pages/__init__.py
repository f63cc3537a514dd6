"""A chat on paper: laid out page by page with the blocks of the screen, printed or saved as PDF."""
