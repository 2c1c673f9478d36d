"""Text to vectors to neighbours. Knows strings, float32 rows and integer ids; nothing of documents."""
