"""The chat page as plain values: exchanges in, escaped HTML out. No framework is imported here."""
