"""Every doorway: command line, web chat, HTTP. Nothing below imports it."""
