from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.errors import ModelError
from embeddings.recipe.calibration import calibrate
from rag.protocols import Reader
from rag.reading.calibration import Calibration
from rag.reading.reader import NOTHING, BundledReader
from rag.reading.recipe.export import recalibrate, write
from tests.rag.reading.tiny import tiny_encoder, tiny_heads, tiny_tokenizer

QUESTION = "南翔镇成立于什么时候？"
PASSAGE = "南翔镇在上海。" * 20 + "南翔成立于1970年1月。" + "谁在上海？" * 30


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reader")
    tokenizer = tiny_tokenizer()
    encoder = tiny_encoder(tokenizer.get_vocab_size())
    largest = calibrate(encoder, tokenizer, [QUESTION, PASSAGE[:150]])
    write(folder, encoder, tiny_heads(), largest, tokenizer, Calibration(0.5, 0.1, -1.0))
    return folder


@pytest.fixture(scope="module")
def reader(folder: Path) -> BundledReader:
    return BundledReader(folder, threads=2)


def test_it_is_a_reader(reader: Reader) -> None:
    assert len(reader.read(QUESTION, [PASSAGE, "上海"])) == 2


def test_the_answer_is_verbatim_in_a_passage_longer_than_any_window(reader: BundledReader) -> None:
    (reading,) = reader.read(QUESTION, [PASSAGE])
    assert reading.answer
    assert reading.answer == PASSAGE[reading.start : reading.end]
    assert 0 <= reading.confidence <= 1


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300), st.lists(st.text(max_size=450), max_size=3))
def test_whatever_is_read_offsets_are_exact(
    reader: BundledReader, question: str, passages: list[str]
) -> None:
    readings = reader.read(question, passages)
    assert len(readings) == len(passages)
    for reading, passage in zip(readings, passages, strict=True):
        assert 0 <= reading.confidence <= 1
        if reading.answer is not None:
            assert reading.start is not None
            assert reading.answer == passage[reading.start : reading.end] != ""


@pytest.mark.parametrize("passage", ["", " \n", "。。。", "\u200b"])
def test_where_nothing_stands_nothing_is_found(reader: BundledReader, passage: str) -> None:
    assert reader.read(QUESTION, [passage]) == [NOTHING]


@pytest.mark.parametrize("question", ["", "？", " "])
def test_no_question_finds_nothing(reader: BundledReader, question: str) -> None:
    assert reader.read(question, [PASSAGE, PASSAGE]) == [NOTHING, NOTHING]


def test_no_passages_no_readings(reader: BundledReader) -> None:
    assert reader.read(QUESTION, []) == []


def test_of_several_windows_one_gives_the_answer_and_the_surest_the_confidence(reader: BundledReader) -> None:
    seen = [window for window in reader.look(QUESTION, [PASSAGE]) if window.range]
    assert len(seen) > 1
    (reading,) = reader.read(QUESTION, [PASSAGE])
    best = max(seen, key=lambda window: window.span)
    assert (reading.start, reading.end) == best.range
    curve = Calibration(0.5, 0.1, -1.0)
    assert reading.confidence == max(curve.confidence(one.relevance, one.span) for one in seen)


def test_a_passage_reads_the_same_in_any_company(reader: BundledReader) -> None:
    (alone,) = reader.read(QUESTION, ["南翔成立于1970年。"])
    assert reader.read(QUESTION, [PASSAGE, "南翔成立于1970年。", "上海"])[1] == alone


def test_both_scripts_read_alike_and_the_answer_keeps_its_own(reader: BundledReader) -> None:
    (simplified,) = reader.read(QUESTION, ["南翔镇在上海是什么时候"])
    (traditional,) = reader.read("南翔鎮成立於什麼時候？", ["南翔鎮在上海是什麼時候"])
    assert (traditional.start, traditional.end) == (simplified.start, simplified.end)
    assert traditional.confidence == simplified.confidence
    assert traditional.answer == "南翔鎮在上海是什麼時候"[traditional.start : traditional.end]


def test_confidence_follows_the_calibration_in_the_file(tmp_path: Path, folder: Path) -> None:
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    recalibrate(tmp_path, Calibration(0.0, 0.0, 0.0))
    assert BundledReader(tmp_path).read(QUESTION, ["南翔成立于1970年。"])[0].confidence == 0.5


def test_without_its_files_it_is_not_installed_and_says_so(tmp_path: Path, reader: BundledReader) -> None:
    missing = BundledReader(tmp_path)
    assert reader.is_installed()
    assert not missing.is_installed()
    with pytest.raises(ModelError, match=r"reader\.onnx is missing"):
        missing.read(QUESTION, [PASSAGE])
