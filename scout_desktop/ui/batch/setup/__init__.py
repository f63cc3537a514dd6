"""What is asked before a batch starts: pictures, prompt, schema, bounds, and what it may cost."""
