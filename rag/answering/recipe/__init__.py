"""How the numbers in `scoring.json` are fitted: `python -m rag.answering.recipe DATA`."""
