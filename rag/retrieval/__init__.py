"""A question to the passages that may answer it."""
