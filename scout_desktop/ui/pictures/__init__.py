"""What the model sees: a picture beside the very bytes that are sent of it, cropped and marked."""
