"""Dialogs in which pictures are chosen by their looks: pages of a document, earlier pictures."""
