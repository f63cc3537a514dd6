"""A batch at work: who may send when, what is asked, what is said of it."""
