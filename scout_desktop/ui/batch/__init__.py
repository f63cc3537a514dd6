"""One question about many pictures: setting it up, watching it, and the ones of before."""
