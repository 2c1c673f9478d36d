import pytest

from rag.answering.small_talk import reply


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("你好", "您好"),
        ("你能做什么？", "您的资料"),
        ("你會做什麼", "註明出處"),
        ("有哪些资料？", "《一》、《二》"),
        ("好的，谢谢您！", "随时再问"),
        ("明白了", "随时再问"),
        ("多謝", "隨時再問"),
        ("Thank you!", "Ask again"),
        ("what can you do?", "cite the source"),
        ("What documents are there?", "“一”, “二”"),
    ],
)
def test_greetings_and_questions_about_itself_get_help(asked: str, said: str) -> None:
    answer = reply(asked, ["一", "二"])
    assert answer is not None
    assert said in answer.text
    assert not answer.abstained


@pytest.mark.parametrize(
    "asked", ["什么是根系工程？", "你好，南翔有几个网格？", "好的，那面积是多少？", "资料审核要多久？"]
)
def test_a_question_to_the_documents_is_no_small_talk(asked: str) -> None:
    assert reply(asked, ["一"]) is None
