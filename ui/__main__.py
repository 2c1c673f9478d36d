"""`python -m ui` is `genxi`."""

from ui.cli import run

if __name__ == "__main__":
    run()
