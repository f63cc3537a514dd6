"""The account and the choices: first start, key, settings, about, practice. Loaded when opened."""
