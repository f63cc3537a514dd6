"""Pictures in messages: thumbnails, who waits for which pixels, and the viewer."""
