"""Follow-up questions and the turns before them."""
