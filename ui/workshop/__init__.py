"""The evaluation page: golden sets made, run, and their runs compared, in a browser."""
