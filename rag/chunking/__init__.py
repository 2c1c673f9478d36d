"""Cleaned text to chunks with exact source offsets."""
