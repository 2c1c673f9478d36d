import io
from errno import EIO, ENOSPC, EPIPE
from os import strerror

import pytest

from rag.doctor import Report
from tests.ui.fake_store import FakeStore
from ui.arguments import build_parser
from ui.call import Call
from ui.commands import doctor
from ui.output import Output, OutputLost
from ui.settings import Settings


class Failing(io.StringIO):
    """Fails with an error of the system when it is flushed."""

    def __init__(self, code: int) -> None:
        super().__init__()
        self._code = code

    def flush(self) -> None:
        raise OSError(self._code, strerror(self._code))


def output(code: int) -> Output:
    return Output(json=True, results=Failing(code), remarks=io.StringIO())


@pytest.mark.parametrize("code", [ENOSPC, EIO])
def test_an_output_that_takes_no_more_is_named(code: int) -> None:
    with pytest.raises(OutputLost, match=f"standard output: {strerror(code)}"):
        output(code).put({}, "")


def test_a_reader_that_has_gone_is_told_from_that() -> None:
    with pytest.raises(BrokenPipeError):
        output(EPIPE).put({}, "")


@pytest.mark.parametrize(("problems", "code"), [(("a.md: damaged",), 1), ((), 0)])
def test_the_verdict_of_the_doctor_stands_though_nobody_reads_it(
    problems: tuple[str, ...], code: int
) -> None:
    options = build_parser(lambda: "0", reader=False).parse_args(["doctor"])
    store = FakeStore(health=Report(problems, ()))
    assert doctor.run(Call(options, Settings(), output(EPIPE), store.open)) == code
