"""The store: SQLite holds the truth, derived indexes follow it."""
