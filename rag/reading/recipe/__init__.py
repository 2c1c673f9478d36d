"""How the bundled reader is trained: questions of free sets, hard negatives, a cut encoder, an int8 graph.

Run `python -m rag.reading.recipe --help`. Nothing here is imported when the program runs.
"""
