"""Questions proposed from documents, each with its answer and its passage, for a person to judge."""
