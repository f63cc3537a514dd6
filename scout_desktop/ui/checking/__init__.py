"""The health of the data folder: what is wrong, mending it, and the backups."""
