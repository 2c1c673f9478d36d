import errno
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rag.cleaning.pipeline import clean_document
from rag.datatypes import Document, FileFailure
from rag.errors import PathMissing
from rag.loading import count, load


def read(path: Path) -> dict[str, Document | str]:
    """Return documents by id, and the errors of failures by path."""
    return {
        one.id if isinstance(one, Document) else one.path: one if isinstance(one, Document) else one.error
        for one in load(path)
    }


def document(path: Path) -> Document:
    (only,) = load(path)
    assert isinstance(only, Document), only
    return only


def test_ids_start_with_the_folder_given(tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    (folder / "sub").mkdir(parents=True)
    (folder / "b.txt").write_text("乙")
    (folder / "sub" / "a.md").write_text("甲")
    (folder / ".hidden.txt").write_text("藏")
    (folder / ".git").mkdir()
    (folder / ".git" / "c.txt").write_text("藏")
    assert list(read(folder)) == ["seeds/b.txt", "seeds/sub/a.md"]
    assert count(folder) == 2


def test_ids_do_not_depend_on_how_the_folder_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("甲")
    monkeypatch.chdir(tmp_path / "seeds")
    assert list(read(Path())) == list(read(Path("../seeds/"))) == ["seeds/a.txt"]


def test_a_single_file_is_named_by_its_name_in_composed_form(tmp_path: Path) -> None:
    (tmp_path / "cafe\u0301.txt").write_text("甲")
    assert document(tmp_path / "cafe\u0301.txt").id == "caf\u00e9.txt"


def test_names_in_gbk_as_windows_packed_them_are_read(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/" + "资料".encode("gb18030")
    os.mkdir(folder)  # noqa: PTH102 -- a path of bytes
    for name in ("公告", "报告", "规划"):
        with open(folder + b"/" + f"{name}.txt".encode("gb18030"), "wb") as file:  # noqa: PTH123
            file.write(name.encode())
    path = Path(os.fsdecode(folder))
    found = read(path)
    assert set(found) == {"资料/公告.txt", "资料/报告.txt", "资料/规划.txt"}
    assert {one.title for one in found.values() if isinstance(one, Document)} == {"公告", "报告", "规划"}
    assert document(next(path.iterdir())).id in {name.removeprefix("资料/") for name in found}


def test_a_name_in_no_known_encoding_is_still_read(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/a\xff.txt"
    with open(path, "wb") as file:  # noqa: PTH123 -- a path of bytes
        file.write("甲".encode())
    assert document(Path(os.fsdecode(path))).id == "a?.txt"


def test_a_path_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PathMissing, match="nowhere"):
        list(load(tmp_path / "nowhere"))


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02\xff")
    (tmp_path / "b.txt").write_text("")
    (tmp_path / "c.bin").write_text("x")
    (tmp_path / "d.txt").write_text("好")
    found = read(tmp_path)
    assert [name for name, one in found.items() if isinstance(one, Document)] == [f"{tmp_path.name}/d.txt"]
    assert len(found) == 4


def test_links_out_of_the_folder_are_refused_and_links_inside_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("密")
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "a.txt").write_text("甲")
    (folder / "b.txt").symlink_to("a.txt")
    (folder / "c.txt").symlink_to("../secret.txt")
    (folder / "up").symlink_to("..")
    found = read(folder)
    assert [name for name, one in found.items() if isinstance(one, Document)] == [
        "seeds/a.txt",
        "seeds/b.txt",
    ]
    assert set(found) == {"seeds/a.txt", "seeds/b.txt", "seeds/c.txt", "seeds/up"}


@pytest.mark.parametrize(
    ("denied", "failed"),
    [
        pytest.param(["locked"], ["seeds/locked"], id="not_listed"),
        pytest.param(
            ["locked/a.txt", "locked/sub"],
            ["seeds/locked/a.txt", "seeds/locked/sub"],
            id="listed_but_not_entered",
        ),
    ],
)
def test_a_folder_without_rights_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, denied: list[str], failed: list[str]
) -> None:
    folder = tmp_path / "seeds"
    (folder / "locked" / "sub").mkdir(parents=True)
    (folder / "locked" / "a.txt").write_text("甲")
    (folder / "z.txt").write_text("末")
    paths = {str(folder / name) for name in denied}
    for name in ("scandir", "stat"):  # by hand, for no mode of a folder binds root
        monkeypatch.setattr(os, name, denying(paths, getattr(os, name)))
    found = read(folder)
    assert isinstance(found.pop("seeds/z.txt"), Document)
    assert sorted(found) == failed
    assert all("Permission denied" in str(reason) for reason in found.values())


def denying(paths: set[str], function: Callable[..., Any]) -> Callable[..., Any]:
    def denied(path: Any, *more: Any, **named: Any) -> Any:
        if str(path) in paths:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return function(path, *more, **named)

    return denied


def test_zip_members_are_documents(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as archive:
        archive.writestr("a/b.txt", "甲")
        archive.writestr("../evil.txt", "恶")
        archive.writestr("__MACOSX/._b.txt", "x")
        archive.writestr("bomb.txt", b"0" * 20_000_000, zipfile.ZIP_DEFLATED)
    found = read(tmp_path / "pack.zip")
    assert isinstance(found.pop("pack.zip!/a/b.txt"), Document)
    assert set(found) == {"pack.zip!/../evil.txt", "pack.zip!/bomb.txt"}
    assert all(isinstance(one, str) for one in found.values())


def test_gbk_names_in_archives_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("AAAA.txt"), "甲")
    packed = (tmp_path / "pack.zip").read_bytes().replace(b"AAAA.txt", "甲乙.txt".encode("gbk"))
    (tmp_path / "pack.zip").write_bytes(packed)
    assert list(read(tmp_path / "pack.zip")) == ["pack.zip!/甲乙.txt"]


def test_jsonl_records_keep_their_ids_and_texts(tmp_path: Path) -> None:
    records = [
        {"id": 7, "title": "题", "text": "\ufeff甲\r\n", "source": "站", "published": "2023-03-31"},
        {"id": "a/b", "text": "\ud800乙"},
        {"id": "7", "text": "again"},
        {"text": "no id"},
        {"id": "c", "text": 5},
        [1],
    ]
    lines = [json.dumps(record) for record in records] + ["", "{broken", "[" * 100_000]
    (tmp_path / "r.jsonl").write_text("\n".join(lines))
    found = read(tmp_path / "r.jsonl")
    assert found["7"] == Document("7", "题", "站", "\ufeff甲\r\n", "2023-03-31")
    assert isinstance(found["a/b"], Document)
    assert found["a/b"].text == "\ufffd乙"
    assert [name for name, one in found.items() if isinstance(one, str)] == [
        f"r.jsonl:{number}" for number in (3, 4, 5, 6, 8, 9)
    ]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2023年3月31日", "2023-03-31"),
        ("2023/3/31", "2023-03-31"),
        ("2023-03-31T08:00:00+08:00", "2023-03-31"),
        ("2023年", "2023"),
        (2023, "2023"),
        ("", None),
    ],
)
def test_the_date_of_a_record_is_kept_in_iso_form(
    tmp_path: Path, written: str | int, kept: str | None
) -> None:
    (tmp_path / "r.jsonl").write_text(json.dumps({"id": "a", "text": "甲", "published": written}))
    assert document(tmp_path / "r.jsonl").published == kept


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"published": "去年"}, '"published" holds no date; write it as 2023-03-31'),
        ({"text": " \n\u3000"}, "holds no text"),
    ],
)
def test_a_record_with_a_fault_is_told_what_is_wrong(
    tmp_path: Path, fault: dict[str, str], reason: str
) -> None:
    (tmp_path / "r.jsonl").write_text(json.dumps({"id": "a", "text": "甲"} | fault))
    (failure,) = load(tmp_path / "r.jsonl")
    assert isinstance(failure, FileFailure)
    assert reason in failure.error


def test_markdown_front_matter_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        '---\ntitle: "题: 目"\nsource: 站\npublished: 2023/3/1\n---\n\n# 标\n\n正文\n'
    )
    assert document(tmp_path / "a.md") == Document("a.md", "题: 目", "站", "# 标\n\n正文\n", "2023-03-01")


@pytest.mark.parametrize(
    ("content", "title"),
    [
        pytest.param("# 标题 #\n正文", "标题", id="first_heading"),
        pytest.param("正文，很长。", "a", id="file_name"),
        pytest.param("---\n正文。\n---\n", "a", id="a_rule_is_not_front_matter"),
    ],
)
def test_markdown_titles(tmp_path: Path, content: str, title: str) -> None:
    (tmp_path / "a.md").write_text(content)
    assert document(tmp_path / "a.md").title == title


def test_text_is_normalised(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + "甲\r\n乙\r".encode())
    assert document(tmp_path / "a.txt").text == "甲\n乙\n"


def test_html_shows_what_a_reader_sees(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<html><head><title>题</title><style>x</style></head><body><nav>首页</nav><p>甲<b>乙</b>"
        "<script>no()</script></p><p style='display:none'>藏</p><table><tr><td>1</td><td>2</td></tr></table>"
        "<div>发布时间：2023年3月1日</div></body>"
    )
    page = document(tmp_path / "a.html")
    assert (page.title, page.published) == ("题", "2023-03-01")
    assert page.text.split() == ["首页", "甲乙", "1", "2", "发布时间：2023年3月1日"]


@pytest.mark.parametrize("opened", ["<p><font color=red>", "<div class=a>", "<table><tr><td>"])
def test_elements_that_are_never_closed_lose_nothing(tmp_path: Path, opened: str) -> None:
    (tmp_path / "a.html").write_text("".join(f"{opened}第{number}段正文。" for number in range(600)))
    page = document(tmp_path / "a.html")
    assert [f"第{number}段正文。" in page.text for number in range(600)] == [True] * 600
    clean_document(page)


@pytest.mark.parametrize("before", ["", "<b></i>" * 5000], ids=["whole", "after_many_faults"])
def test_a_page_nested_too_deeply_to_be_read_whole_is_refused(tmp_path: Path, before: str) -> None:
    (tmp_path / "a.html").write_text(before + "<div>正文。" * 3000)
    (only,) = load(tmp_path / "a.html")
    assert isinstance(only, FileFailure)
    assert "nested too deeply to be read whole" in only.error


def test_failures_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "a\nb.txt").write_text("x")
    (failure,) = load(tmp_path)
    assert isinstance(failure, FileFailure)
    assert "\n" not in failure.path + failure.error
