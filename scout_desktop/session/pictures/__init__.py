"""Pictures: taken in, looked at as the model sees them, made anew, shown, saved."""
