"""How the window looks: tokens, and everything that is made from them."""
