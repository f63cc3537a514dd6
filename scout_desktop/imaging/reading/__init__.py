"""How the bytes of one kind of picture become pixels, and their colours those of the screen."""
