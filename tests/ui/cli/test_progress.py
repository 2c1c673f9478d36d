import io

from ui.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_the_count_and_keeps_nothing_of_it() -> None:
    terminal = Terminal()
    with Progress(terminal) as progress:
        assert "0 documents" in terminal.getvalue(), "something shows before the first batch is done"
        progress(3, None)
        progress(4, 4)
    assert terminal.getvalue().rstrip(" ").endswith("\r")


def test_a_log_sees_nothing() -> None:
    log = io.StringIO()
    with Progress(log) as progress:
        progress(1, 2)
    assert log.getvalue() == ""
