"""Documents in, answers with citations out."""
