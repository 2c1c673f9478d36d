"""Answers worded by a language model of the user's choice, each sentence checked against what it cites."""
