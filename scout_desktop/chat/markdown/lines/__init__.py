"""A text read line by line: which block each line belongs to, its words not read yet."""
