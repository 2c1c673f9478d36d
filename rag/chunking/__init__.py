"""Cleaned text to sentences, headings and chunks."""
