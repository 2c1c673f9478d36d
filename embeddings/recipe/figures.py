"""What was measured on the bundled model; `tests/benchmarks/embedding_pruning.py` measures it again."""

FIGURES = """\
## Measured
"""
