"""Scout Desktop: a local-first desktop client for Llama 4 Scout."""

__version__ = "0.1.0"
