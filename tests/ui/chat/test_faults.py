import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.loading.declined import PICTURES, REMEDIES, SOUNDS, remedy
from ui.chat.faults import explained, preferred

ROOT = Path(__file__).parents[3]
TOLD_ON_THE_PAGE = [
    *ROOT.glob("rag/loading/*.py"),
    *(ROOT / name for name in ("rag/intake.py", "ui/api/uploads.py", "rag/chat.py", "rag/storage/lock.py")),
]
NOT_UPLOADED = ("does not exist", "is a web address")  # paths of the command line


def written(node: ast.expr) -> str | None:
    """Return a sentence as the source has it, 7 for what is filled in; None if it is made elsewhere."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if not isinstance(node, ast.JoinedStr):
        return None
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)


def sentences() -> Iterator[str]:
    """Yield every sentence with which a file is declined or a question refused."""
    kinds = {"LoadError", "FileFailure", "BadQuestion", "StoreLocked"}
    for path in TOLD_ON_THE_PAGE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds:
                sentence = written(node.args[-1])
                if sentence and not any(part in sentence for part in NOT_UPLOADED):
                    yield sentence


@pytest.mark.parametrize("code", ["zh-Hans", "zh-Hant"])
def test_every_sentence_about_a_file_or_a_question_has_its_chinese(code: str) -> None:
    known = [*sentences(), *map(remedy, (*REMEDIES, *PICTURES, *SOUNDS, ".xyz"))]
    assert len(known) > 60
    assert [sentence for sentence in known if explained(sentence, code) == sentence] == []


def test_what_is_filled_in_stays_and_the_narrowest_sentence_is_taken() -> None:
    assert explained("1,200 pages are more than 1000; split the file", "zh-Hans") == (
        "有 1,200 页，超过 1000 页；请拆成几个文件"
    )
    assert explained("a PDF of {pages} pages", "zh-Hans") == "a PDF of {pages} pages"
    assert explained("holds no text", "zh-Hant") == "裡面沒有文字"
    assert explained("holds no text", "en") == "holds no text"
    assert explained("a picture; run text recognition on it and save the text", "zh-Hans").startswith(
        "这是图片"
    )


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "en"),
        ("*", "en"),
        ("en-GB,zh;q=0.5", "en"),
        ("zh-CN,zh;q=0.9", "zh-Hans"),
        ("zh-Hans", "zh-Hans"),
        ("zh-TW;q=1", "zh-Hant"),
        ("zh-Hant", "zh-Hant"),
    ],
)
def test_the_language_asked_for_first_is_spoken(header: str, code: str) -> None:
    assert preferred(header) == code
