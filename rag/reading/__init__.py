"""The bundled reader: a question and a passage to an exact answer."""
