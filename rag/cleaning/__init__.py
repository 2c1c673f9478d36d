"""From the text of a document to its clean form, step by step; `pipeline.py` puts the steps in order.

Empty, so that a question, which needs one table of one step, does not load them all.
"""
