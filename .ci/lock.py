"""Write requirements.lock: what pip would install today for this project, every package pinned.

Run it by `make lock`. Versions only, no addresses: where packages come from is the installer's business.
A local build such as `2.13.0+cpu` is written as `2.13.0`, which any build of that version satisfies, and
the GPU libraries that some builds of torch ask for are left to those builds.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
TORCH = "torch==2.13.0"  # moved by hand only: it is by far the largest download of an install
GPU_ONLY = ("nvidia-", "cuda-", "triton")
# Wanted only elsewhere than on the machine that writes the lock: package, marker, how to ask pip for it.
ELSEWHERE = (
    ("audioop-lts", 'python_version >= "3.13"', ("--python-version", "3.13")),
    ("colorama", 'sys_platform == "win32"', ("--platform", "win_amd64")),
    ("pywin32", 'sys_platform == "win32"', ("--platform", "win_amd64")),
)
HEADER = "# Written by `make lock`; installed by `make env`. Python 3.11 to 3.13.\n"


def main() -> None:
    """Resolve and write."""
    pins = {name: f"{name}=={version}" for name, version in resolved(wanted()).items()}
    for name, marker, place in ELSEWHERE:
        pins[name] = f"{name}=={resolved([name], place=place)[name]} ; {marker}"
    lines = [pins[name] for name in sorted(pins) if not name.startswith(GPU_ONLY)]
    (ROOT / "requirements.lock").write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(lines)} packages pinned in requirements.lock\n")


def wanted() -> list[str]:
    """Return what pyproject.toml asks for: to run, to develop and to build."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [
        TORCH,
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
        *project["build-system"]["requires"],
    ]


def resolved(requirements: list[str], *, place: tuple[str, ...] = ()) -> dict[str, str]:
    """Return name → version as pip resolves them; `place` asks on behalf of another Python or platform."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        if place:
            pip += [*place, "--only-binary=:all:", "--no-deps", "--target", folder]
        subprocess.run([*pip, "--report", str(report), *requirements], check=True)  # noqa: S603
        installs = json.loads(report.read_text(encoding="utf-8"))["install"]
    found = [install["metadata"] for install in installs]
    return {canonical(one["name"]): one["version"].partition("+")[0] for one in found}


def canonical(name: str) -> str:
    """Return a package's name as indexes spell it."""
    return name.lower().replace("_", "-").replace(".", "-")


if __name__ == "__main__":
    main()
