"""Golden questions to figures."""
