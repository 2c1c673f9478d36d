from rag.retrieval.bm25 import LexicalIndex
from rag.retrieval.fields import embedded_text, indexed_text
from rag.retrieval.tokens import Analyser


def test_a_title_is_found_but_counts_less_than_the_text() -> None:
    rows = [(1, indexed_text("南翔镇", "", "推行根系工程")), (2, indexed_text("", "", "南翔镇推行根系工程"))]
    rows.append((3, indexed_text("", "", "推行根系工程")))
    found = LexicalIndex.build(rows).scores("南翔镇")
    for analyser in Analyser:
        in_title, in_text, nowhere = found.of[analyser].tolist()
        assert in_text > in_title > nowhere == 0


def test_a_title_from_a_file_name_is_words() -> None:
    found = LexicalIndex.build([(1, indexed_text("super_bowl", "", "超级碗"))]).scores("Super Bowl")
    assert found.of[Analyser.BIGRAMS][0] > 0


def test_a_separator_inside_the_text_separates_nothing() -> None:
    assert indexed_text("甲", "", "乙\x1f丙") == "甲\x1f乙 丙"


def test_the_embedder_reads_the_text_alone() -> None:
    assert embedded_text("标题", "小标题", "正文") == "正文"
