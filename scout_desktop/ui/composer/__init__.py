"""Where the next message is written: text, pictures, what it will cost, Send and Stop."""
