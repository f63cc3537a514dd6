"""Where foreign bytes lie: a file, a folder, a zip; read with every suspicion, never extracted."""
