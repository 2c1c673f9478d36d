"""A run, or two compared, as pages to read: HTML that needs nothing else, and Markdown."""
