"""Exit codes, and the one line that goes with a fault of ours."""

DONE = 0
MENDABLE = 1
USAGE = 2
GATE = 3
FAULT = 70
INTERRUPTED = 130


def fault_line(error: BaseException) -> str:
    """Return one line that names an unexpected error and how to learn more."""
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return f"a fault of genxi's own: {what} (add --traceback to see where)"
