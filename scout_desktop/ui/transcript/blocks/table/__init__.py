"""What tables are laid out with: columns as wide as they need, rows as they come."""
