"""Three small articles, and the command line run on them as a user runs it: in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ARTICLES = {
    "bridge.md": (
        "---\ntitle: 青石桥重修记\nsource: 镇志\npublished: 2019-05-06\n---\n"
        "青石桥位于柳河镇东街，始建于1752年。2019年，柳河镇政府出资320万元重修青石桥，工期六个月。"
        "重修工程由匠人周德山主持，桥面换上了两百块青石板。\n"
    ),
    "library.txt": (
        "柳河镇图书馆\n\n柳河镇图书馆藏书四万册，每周一闭馆。馆长是林秋白，他说周末读者最多，借阅量超过一千册。\n"
    ),
    "records.jsonl": '{"id": 12, "title": "茶市", "text": "柳河茶市每逢初五开张，茶商来自三个县。"}\n',
}
ROOT = Path(__file__).parents[3]


def write_articles(folder: Path) -> Path:
    """Write the articles into a new folder."""
    folder.mkdir(parents=True)
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def clean_environment(**more: str) -> dict[str, str]:
    """Return this process's environment without settings of ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GENXI_")} | more


def python(
    *arguments: str, cwd: Path, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run this Python in `cwd` with the project importable."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
        env=clean_environment(PYTHONPATH=str(ROOT), **environment),
    )


@contextmanager
def started(*arguments: str, cwd: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python -m ui` with pipes on all streams; it is ended with the block."""
    command = [sys.executable, "-m", "ui", *arguments]
    pipe = subprocess.PIPE
    settings = clean_environment(PYTHONPATH=str(ROOT), **environment)
    with subprocess.Popen(command, cwd=cwd, stdin=pipe, stdout=pipe, stderr=pipe, env=settings) as process:
        try:
            yield process
        finally:
            process.kill()
