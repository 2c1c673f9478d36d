"""What the pages of one site share is dropped from all of them, and nothing else is."""

from pathlib import Path

import pytest

from rag.cleaning.pipeline import clean_document
from rag.datatypes import Document
from rag.ingest import ingest
from rag.loading import load, repeated
from rag.storage.corpus import Corpus
from tests.fakes import BagEmbedder

NOTICE = "下载本报客户端，随时随地了解身边的新鲜事，每天还有好礼相送，快来加入我们吧。"
SITE = '<meta property="og:site_name" content="{}">'


def page(number: int, *, site: str = "某报", notice: str = NOTICE) -> str:
    article = "".join(
        f"<p>第{number}村的第{part}个项目在春天开工，村民说这是件好事，大家都盼着它早日完成。</p>"
        for part in "甲乙丙"
    )
    return (
        f"<html><head><title>第{number}村开工</title>{SITE.format(site)}</head>"
        f"<body><div class='article'>{article}<p>{notice}</p></div></body></html>"
    )


def written(folder: Path, pages: dict[str, str]) -> Path:
    folder.mkdir()
    for name, markup in pages.items():
        (folder / name).write_text(markup, "utf-8")
    return folder


def clean_texts(folder: Path) -> dict[str, str]:
    return {one.id: clean_document(one).text for one in load(folder) if isinstance(one, Document)}


def test_a_line_of_every_page_of_a_site_is_no_part_of_its_articles(tmp_path: Path) -> None:
    folder = written(tmp_path / "news", {f"{number}.html": page(number) for number in range(5)})
    for number, text in enumerate(clean_texts(folder).values()):
        assert "客户端" not in text
        assert all(f"第{number}村的第{part}个项目" in text for part in "甲乙丙")
    assert all(NOTICE in one.text for one in load(folder) if isinstance(one, Document))


def test_other_sites_and_few_pages_keep_what_they_have(tmp_path: Path) -> None:
    pages = {f"{number}.html": page(number) for number in range(4)} | {
        f"other{number}.html": page(number, site="别报", notice=NOTICE.replace("本报", "别报"))
        for number in range(3)
    }
    kept = {name for name, text in clean_texts(written(tmp_path / "news", pages)).items() if "客户端" in text}
    assert kept == {f"news/other{number}.html" for number in range(3)}


def test_a_line_of_less_than_half_of_the_pages_stays(tmp_path: Path) -> None:
    pages = {
        f"{number:02}.html": page(number, notice=NOTICE if number < 5 else f"记者{number}号报道。")
        for number in range(12)
    }
    texts = clean_texts(written(tmp_path / "news", pages))
    assert sum("客户端" in text for text in texts.values()) == 5


def test_lines_that_differ_in_a_number_are_no_repetition(tmp_path: Path) -> None:
    folder = written(tmp_path / "news", {f"{number}.html": page(number) for number in range(4)})
    assert all("项目在春天开工" in text for text in clean_texts(folder).values())


def test_pages_that_are_all_the_same_stay_whole(tmp_path: Path) -> None:
    folder = written(tmp_path / "news", {f"{number}.html": page(1) for number in range(4)})
    assert all("第1村的第甲个项目" in text for text in clean_texts(folder).values())


def test_a_folder_is_learnt_from_the_same_in_any_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repeated, "SAMPLE", 4)
    folder = written(tmp_path / "news", {f"{number}.html": page(number) for number in range(6, -1, -1)})
    first = [one for one in load(folder) if isinstance(one, Document)]
    assert first == list(load(folder))
    assert all("客户端" not in clean_document(one).text for one in first)


def test_one_more_page_drops_the_line_from_those_indexed_before(tmp_path: Path) -> None:
    folder = written(tmp_path / "news", {f"{number}.html": page(number) for number in range(3)})
    with Corpus.open(tmp_path / "store", create=True) as corpus, corpus.writer() as writer:
        assert ingest([folder], writer, BagEmbedder()).added == 3
        with corpus.view() as view:
            assert "客户端" in view.clean_text("news/0.html")
        (folder / "3.html").write_text(page(3), "utf-8")
        report = ingest([folder], writer, BagEmbedder())
        assert (report.added, report.updated) == (1, 3)
        with corpus.view() as view:
            assert not any("客户端" in view.clean_text(name) for name in view.ids())
        assert ingest([folder], writer, BagEmbedder()).unchanged == 4
