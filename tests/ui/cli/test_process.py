"""What only a process of its own shows: modules loaded, locales, pipes, signals."""

import json
import signal
from pathlib import Path

import httpx
import pytest

from tests.ui.cli.conftest import Real
from tests.ui.cli.real_store import python, started

WORDS = "open sesame"  # the token
HEAVY = ("torch", "gradio", "sentence_transformers", "transformers", "fastapi", "sklearn")
LOADED = (
    "import sys; from ui.cli import main; code = main(sys.argv[1:]); "
    "print(sorted(set({names!r}) & set(sys.modules)), file=sys.stderr); sys.exit(code)"
)


@pytest.mark.parametrize(
    ("command", "unwanted"),
    [
        pytest.param(["ask", "谁主持了青石桥的重修工程？"], HEAVY, id="ask"),
        pytest.param(["show", "12"], (*HEAVY, "onnxruntime", "faiss", "tokenizers"), id="show"),
        pytest.param(["docs"], (*HEAVY, "onnxruntime", "faiss", "tokenizers"), id="docs"),
    ],
)
def test_a_command_loads_only_what_it_needs(
    real: Real, command: list[str], unwanted: tuple[str, ...]
) -> None:
    ran = python("-c", LOADED.format(names=unwanted), *command, cwd=real.folder)
    assert (ran.returncode, ran.stderr.decode().splitlines()[-1]) == (0, "[]")


def test_help_and_usage_errors_wait_for_nothing(tmp_path: Path) -> None:
    ran = python("-c", "import sys, ui.cli; print('numpy' in sys.modules)", cwd=tmp_path)
    assert ran.stdout.split() == [b"False"], ran.stderr.decode()


def test_chinese_goes_in_and_out_whatever_the_locale(real: Real) -> None:
    line = '{"id": "甲", "question": "谁主持了青石桥的重修工程？"}\n'.encode()
    ran = python(
        *("-m", "ui", "ask", "--questions", "-", "--json"),
        cwd=real.folder,
        stdin=line,
        LC_ALL="C",
        PYTHONUTF8="0",
        PYTHONCOERCECLOCALE="0",
        PYTHONIOENCODING="ascii",
    )
    assert ran.returncode == 0, ran.stderr.decode()
    assert json.loads(ran.stdout.decode("utf-8"))["id"] == "甲"
    assert "周德山" in ran.stdout.decode("utf-8")


def test_a_reader_that_leaves_early_is_no_fault(real: Real) -> None:
    with started("docs", "--json", cwd=real.folder) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert (process.wait(30), process.stderr.read()) == (0, b"")


def test_an_interrupt_is_130_and_one_line(real: Real) -> None:
    with started("search", "--questions", "-", "--json", cwd=real.folder) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write('{"question": "桥"}\n'.encode())
        process.stdin.flush()
        assert process.stdout.readline(), "the first answer does not wait for the second question"
        process.send_signal(signal.SIGINT)
        assert (process.wait(30), process.stderr.read()) == (130, b"genxi: interrupted\n")


def test_the_chat_answers_over_http_until_interrupted(real: Real) -> None:
    with started("chat", "--port", "0", "--json", cwd=real.folder, GENXI_TOKEN=WORDS) as process:
        assert process.stdout
        assert process.stderr
        address = json.loads(process.stdout.readline())["address"]
        assert httpx.get(f"{address}/readyz").status_code == 200
        question = {"question": "谁主持了青石桥的重修工程？"}
        assert httpx.post(f"{address}/api/ask", json=question).status_code == 401
        bearer = {"Authorization": f"Bearer {WORDS}"}
        answer = httpx.post(f"{address}/api/ask", json=question, headers=bearer, timeout=60).json()
        assert "周德山" in answer["answer"]
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert process.stderr.read().decode().splitlines()[-1] == "genxi: interrupted"


def test_an_assistant_s_process_ends_at_once_when_interrupted(real: Real) -> None:
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    line = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}).encode()
    with started("mcp", cwd=real.folder) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(line + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["result"]["serverInfo"]["name"]
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == -signal.SIGINT  # which a shell calls 130
        assert b"Traceback" not in process.stderr.read()
