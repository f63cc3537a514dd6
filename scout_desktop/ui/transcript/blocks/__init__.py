"""A reply's blocks on the screen: prose, code, tables, rules."""
