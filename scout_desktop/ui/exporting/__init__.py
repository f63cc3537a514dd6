"""Export: one chat or many as files for other people and programs."""
