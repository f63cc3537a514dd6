"""From an offer to pictures in the message: prepared, asked about, made anew."""
