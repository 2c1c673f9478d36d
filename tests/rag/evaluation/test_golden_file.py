import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.datatypes import Turn
from rag.errors import BadGolden
from rag.evaluation.golden import GoldenPassage, GoldenQuestion
from rag.evaluation.golden_file import parse_golden, read_golden, to_lines, write_golden

FACT = GoldenQuestion("1", "桥长多少？", answers=("30米",), documents=("town/bridge.md",))
LIST = GoldenQuestion(
    "2",
    "谁出席了？",
    items=(("周德山", "周師傅"), ("林秋白",)),
    documents=("a", "b"),
    all_documents=True,
    passages=(GoldenPassage("a", 3, 9),),
    history=(Turn("user", "说说仪式"), Turn("assistant", "好。")),
    tags=("list", "colloquial"),
)
SILENT = GoldenQuestion("3", "镇长是谁？", answerable=False, tags=("near_miss",))

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: text.strip() != "")
several = st.lists(names, max_size=3).map(tuple)
some = st.lists(names, min_size=1, max_size=3).map(tuple)
facts = st.builds(
    GoldenQuestion, id=names, question=names, answers=some, documents=some, tags=several, history=st.just(())
)
silent = st.builds(
    GoldenQuestion, id=names, question=names, answerable=st.sampled_from([False]), tags=several
)


def line(**fields: object) -> bytes:
    given = {
        "id": "1",
        "question": "桥？",
        "answers": ["桥"],
        "documents": ["a"],
        "answerable": True,
    } | fields
    return json.dumps({name: value for name, value in given.items() if value is not ...}).encode()


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "golden.jsonl"
    write_golden(path, [FACT, LIST, SILENT])
    found = read_golden(path)
    assert found.questions == (FACT, LIST, SILENT)
    assert found.lines == (1, 2, 3)


@given(st.lists(facts | silent, min_size=1, max_size=5, unique_by=lambda one: one.id))
def test_any_questions_survive_their_file(questions: list[GoldenQuestion]) -> None:
    found = parse_golden(to_lines(questions).encode(), "x.jsonl")
    assert (list(found.questions), found.problems) == (questions, ())


def test_empty_lines_a_byte_order_mark_and_foreign_fields_are_let_be() -> None:
    found = parse_golden(b"\xef\xbb\xbf" + line(note="by hand") + b"\r\n\r\n" + line(id=7), "x.jsonl")
    assert [question.id for question in found.questions] == ["1", "7"]
    assert found.lines == (1, 3)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        pytest.param(b"{", "not JSON", id="json"),
        pytest.param(b'{"id": NaN}', "NaN is no JSON value", id="nan"),
        pytest.param(b"\xb0\xa1", "not UTF-8 at byte 0", id="encoding"),
        pytest.param(b'{"id": "\\ud800"}', "half of a character", id="surrogate"),
        pytest.param(b"[" * 100_000, "nested too deeply", id="depth"),
        pytest.param(b"[1]", "not an object", id="list"),
        pytest.param(line(id=...), '"id" must be a string that is not empty', id="no_id"),
        pytest.param(line(id=True), '"id" must be a string that is not empty', id="flag_for_id"),
        pytest.param(line(question=" "), '"question" must be a string that is not empty', id="no_question"),
        pytest.param(line(answers={}), '"answers" must be a list of strings', id="answers"),
        pytest.param(line(answers=True), '"answers" must be a list of strings', id="flag_for_answers"),
        pytest.param(line(answers=["", "桥"]), '"answers" must be a list of strings', id="empty_answer"),
        pytest.param(line(answers=...), 'needs "answers" or "items"', id="no_answer"),
        pytest.param(line(documents=...), 'needs "documents"', id="no_document"),
        pytest.param(line(items=["桥"]), '"items" must be a list of lists', id="items"),
        pytest.param(line(items=[["桥"]]), "exclude each other", id="both"),
        pytest.param(line(answerable=False), "is not answerable has no", id="unanswerable_with_answer"),
        pytest.param(line(answerable="no"), '"answerable" must be true or false', id="answerable"),
        pytest.param(line(all_document=True), 'did you mean "all_documents"?', id="all_document"),
        pytest.param(line(tag=["fact"]), 'no field "tag"; did you mean "tags"?', id="tag"),
        pytest.param(line(tags="fact"), '"tags" must be a list of strings', id="tags"),
        pytest.param(
            line(passages=[{"document_id": "a", "start": 5, "end": 5}]),
            '"passages" must be a list',
            id="passages",
        ),
        pytest.param(line(history=[{"role": "system", "content": ""}]), '"history" must be', id="history"),
    ],
)
def test_a_faulty_line_is_told_with_its_number(content: bytes, what: str) -> None:
    found = parse_golden(line(id="good") + b"\n" + content, "x.jsonl")
    assert [problem.line for problem in found.problems] == [2]
    assert what in found.problems[0].told("x.jsonl")
    assert found.problems[0].told("x.jsonl").startswith("x.jsonl:2: ")
    assert [question.id for question in found.questions] == ["good"]


def test_a_note_is_let_be_beside_the_field_it_is_called_like() -> None:
    assert parse_golden(line(answer="桥，长三十米", note="by hand"), "x.jsonl").problems == ()


@pytest.mark.parametrize(("answers", "read"), [("桥", ("桥",)), (5, ("5",)), ([1.5, "桥"], ("1.5", "桥"))])
def test_a_single_answer_or_a_number_is_read(answers: object, read: tuple[str, ...]) -> None:
    [question] = parse_golden(line(answers=answers), "x.jsonl").questions
    assert question.answers == read


def test_an_array_is_read_as_its_members_each_with_its_line() -> None:
    told = [json.loads(line(id=number)) for number in (1, 2, 2)] + [5]
    found = parse_golden(json.dumps(told, indent=1).encode("utf-8-sig"), "x.jsonl")
    assert [question.id for question in found.questions] == ["1", "2"]
    assert found.lines == (2, 13)
    assert [problem.line for problem in found.problems] == [24, 35]
    [broken] = parse_golden(b'[\n{"id": 1,\n}]', "x.jsonl").problems
    assert (broken.line, broken.what[:8]) == (3, "not JSON")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf_16_is_read_behind_its_mark(encoding: str) -> None:
    text = to_lines([FACT, LIST])
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    assert parse_golden((mark + text).encode(encoding), "x.jsonl").questions == (FACT, LIST)


@pytest.mark.parametrize("content", ["id,question\n1,桥？\n".encode("utf-8-sig"), b"PK\x03\x04\x00\n{"])
def test_of_a_table_it_is_told_what_is_wanted(content: bytes) -> None:
    [problem] = parse_golden(content, "x.jsonl").problems
    assert problem.told("x.jsonl").startswith('x.jsonl: a table; wanted are lines of JSON such as {"id":')


def test_every_faulty_line_is_told(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(b"\n".join([line(id=0, question=4), line(), b"?", line()]))
    with pytest.raises(BadGolden) as raised:
        read_golden(path)
    assert [told.removeprefix(f"{path}:")[:2] for told in raised.value.lines] == ["1:", "3:", "4:"]
    assert raised.value.lines[2].endswith("the id '1' was already used in line 2")
    assert str(raised.value).endswith("(and 2 more)")


def test_two_faults_of_a_line_are_two_problems() -> None:
    assert len(parse_golden(line(question=4, tags=5), "x.jsonl").problems) == 2


def test_a_file_without_a_question_and_a_missing_one_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("\n \n")
    with pytest.raises(BadGolden, match=r"empty\.jsonl: holds no question"):
        read_golden(tmp_path / "empty.jsonl")
    with pytest.raises(BadGolden, match=r"none\.jsonl: cannot be read: No such file"):
        read_golden(tmp_path / "none.jsonl")


def test_the_version_is_that_of_the_questions_not_of_the_spelling() -> None:
    def version(*lines: bytes) -> str:
        return parse_golden(b"\n".join(lines), "x").version

    first, second = line(id=1), line(id=2, tags=[])
    assert version(first, second) == version(second, first) == version(first, line(id="2", note="x"))
    assert version(first, second) != version(first)
    assert version(first) != version(line(id=1, tags=["fact"]))
