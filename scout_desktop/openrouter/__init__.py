"""The service as it speaks: the only room with an HTTP library."""
