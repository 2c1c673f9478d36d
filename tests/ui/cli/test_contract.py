"""What every command of the line does, whatever the store holds: streams, exit codes, options."""

import re
from pathlib import Path

import pytest

from rag.errors import NoStore
from tests.ui.cli.conftest import Command
from tests.ui.fake_store import FakeStore
from ui.settings import Secret


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--data", "d", "--json", "--threshold", "0.5", "ask", "问"], id="before"),
        pytest.param(["ask", "问", "--data", "d", "--json", "--threshold", "0.5"], id="after"),
        pytest.param(["--data", "d", "ask", "--json", "问", "--threshold", "0.5"], id="both"),
        pytest.param(
            ["--data", "x", "--json", "ask", "问", "--data", "d", "--threshold=0.5"], id="last_wins"
        ),
    ],
)
def test_common_options_stand_on_either_side(genxi: Command, store: FakeStore, arguments: list[str]) -> None:
    ran = genxi(*arguments)
    [(settings, _)] = store.opened
    assert (str(settings.data), settings.threshold) == ("d", 0.5)
    assert len(ran.records) == 1


def test_what_is_typed_outweighs_the_environment(genxi: Command, store: FakeStore) -> None:
    genxi(
        "--embedder",
        "typed",
        "docs",
        GENXI_EMBEDDER="read",
        GENXI_ANSWERER="read",
        GENXI_API_KEY="k",
        PATH="x",
    )
    [(settings, _)] = store.opened
    assert (settings.embedder, settings.answerer, settings.api_key) == ("typed", "read", Secret("k"))


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([], id="no_command"),
        pytest.param(["dance"], id="unknown_command"),
        pytest.param(["ask"], id="no_question"),
        pytest.param(["ask", "a", "--questions", "b"], id="two_questions"),
        pytest.param(["ask", "a", "--unknown"], id="unknown_option"),
        pytest.param(["ask", "a", "--threshold", "2"], id="threshold"),
        pytest.param(["search", "a", "-k", "0"], id="k"),
        pytest.param(["search", "a", "--since", "31.3.2023"], id="date"),
        pytest.param(["search", "a", "--one"], id="abbreviation"),
        pytest.param(["remove"], id="nothing_to_remove"),
        pytest.param(["chat", "--port", "70000"], id="port"),
        pytest.param(["search", "a", "--source", "a/*", "--source", "b/*"], id="two_sources"),
        pytest.param(["--data", "", "docs"], id="no_folder"),
        pytest.param(["chat", "--also", " "], id="no_other_folder"),
        pytest.param(["show", "a", "--json", "b"], id="one_id_too_many"),
        pytest.param(["mcp", "--port", "7861"], id="port_without_http"),
        pytest.param(["mcp", "--host", "127.0.0.1"], id="host_without_http"),
        pytest.param(["mcp", "--without-token"], id="flag_without_http"),
    ],
)
def test_wrong_usage_is_2_with_nothing_on_stdout(genxi: Command, arguments: list[str]) -> None:
    ran = genxi(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "usage: genxi" in ran.err


@pytest.mark.parametrize(
    ("arguments", "called"),
    [
        (["index", "资料", "--strict", "seeds"], ("index", (["资料", "seeds"], False, False))),
        (["remove", "a", "--json", "b", "c"], ("remove", ["a", "b", "c"])),
        (["ask", "停水", "--json", "时间"], ("ask", ("停水 时间", []))),
    ],
)
def test_words_may_stand_on_either_side_of_an_option(
    genxi: Command, store: FakeStore, arguments: list[str], called: tuple[str, object]
) -> None:
    assert genxi(*arguments).code == 0
    assert store.calls[0] == called


def test_wrong_usage_shows_that_of_the_command(genxi: Command) -> None:
    ran = genxi("index", "资料", "--stric", "seeds")
    assert "usage: genxi index" in ran.err
    assert "unrecognized arguments: --stric seeds" in ran.err


def test_the_store_may_lie_at_home(
    genxi: Command, store: FakeStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    genxi("--data=~/store", "docs")
    genxi("docs", GENXI_DATA="~/store")
    assert [settings.data for settings, _ in store.opened] == [tmp_path / "store"] * 2


def test_an_option_that_needs_another_says_so(genxi: Command) -> None:
    assert "--port needs --http" in genxi("mcp", "--port", "7861").err


def test_an_unknown_variable_is_1_and_one_line(genxi: Command, store: FakeStore) -> None:
    ran = genxi("docs", GENXI_DTA="x")
    assert (ran.code, ran.out, store.opened) == (1, "", [])
    assert ran.err == (
        "genxi: Unknown environment variable GENXI_DTA. Did you mean GENXI_DATA? Correct or unset it.\n"
    )


@pytest.mark.parametrize("command", [["ask", "问"], ["search", "问"], ["docs"], ["show", "x"], ["doctor"]])
def test_a_mendable_error_is_1_and_one_line(genxi: Command, store: FakeStore, command: list[str]) -> None:
    store.error = NoStore("There is no store in .genxi.\nRun: genxi index PATH")
    ran = genxi(*command, "--json")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "genxi: There is no store in .genxi. Run: genxi index PATH\n"


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        pytest.param(KeyError("x"), 70, "a fault of genxi's own: KeyError: 'x'", id="fault"),
        pytest.param(KeyboardInterrupt(), 130, "interrupted", id="interrupt"),
        pytest.param(PermissionError(13, "Permission denied", "/s"), 1, "Permission denied: /s", id="denied"),
        pytest.param(OSError(28, "No space left on device"), 1, "No space left on device", id="full"),
        pytest.param(OSError(5, "Input/output error"), 70, "Input/output error", id="hardware"),
        pytest.param(IsADirectoryError(21, "Is a directory", "d"), 1, "Is a directory: d", id="folder"),
        pytest.param(NotADirectoryError(20, "Not a directory", "f"), 1, "Not a directory: f", id="file"),
        pytest.param(FileExistsError(17, "File exists", "f"), 1, "File exists: f", id="taken"),
        pytest.param(OSError(36, "File name too long", "f"), 1, "File name too long: f", id="long"),
        pytest.param(FileExistsError(17, "File exists"), 70, "File exists", id="of_no_path"),
    ],
)
def test_other_errors_have_their_codes(
    genxi: Command, store: FakeStore, error: BaseException, code: int, told: str
) -> None:
    store.error = error
    ran = genxi("docs", "--json")
    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err
    assert ran.err.count("\n") == 1


def test_a_traceback_is_shown_on_request(genxi: Command, store: FakeStore) -> None:
    store.error = KeyError("x")
    assert "Traceback" in genxi("docs", "--traceback").err


def test_help_teaches_by_example(genxi: Command) -> None:
    for command in ("index", "ask", "search"):
        ran = genxi(command, "--help")
        assert ran.code == 0
        assert f"genxi {command} " in ran.out.split("examples:")[1]


@pytest.mark.parametrize(
    ("command", "shown"),
    [("ask", "QUESTION"), ("search", "QUERY"), ("show", "ID"), ("remove", "ID"), ("inspect", "PATH")],
)
def test_help_says_what_is_wanted(genxi: Command, command: str, shown: str) -> None:
    assert re.search(rf"^  {shown} +\w", genxi(command, "--help").out, re.MULTILINE)


def test_version_is_one_word_and_a_number(genxi: Command) -> None:
    ran = genxi("--version")
    assert (ran.code, ran.out.split()[0]) == (0, "genxi")


def test_half_characters_of_a_foreign_shell_are_replaced(genxi: Command, store: FakeStore) -> None:
    ran = genxi("ask", "什么\udcff", "--json")
    assert ran.code == 0
    assert store.calls[0] == ("ask", ("什么�", []))


def test_a_question_from_a_shell_in_gbk_is_read(genxi: Command, store: FakeStore) -> None:
    typed = "什么是根系工程？".encode("gb18030").decode("utf-8", "surrogateescape")
    assert genxi("ask", typed, "--json").code == 0
    assert store.calls[0] == ("ask", ("什么是根系工程？", []))
