import pytest

from embeddings.prompts import usual_prompt


@pytest.mark.parametrize(
    ("name", "query", "passage"),
    [
        ("intfloat/multilingual-e5-small", "query: ", "passage: "),
        ("/models/E5-base", "query: ", "passage: "),
        ("intfloat/multilingual-e5-large-instruct", "", ""),
        ("BAAI/bge-small-zh-v1.5", "为这个句子生成表示以用于检索相关文章：", ""),
        ("BAAI/bge-m3", "", ""),
        ("moka-ai/m3e-base", "", ""),
        ("text-embedding-3-small", "", ""),
        ("model-e51", "", ""),
    ],
)
def test_the_prompt_follows_from_the_name(name: str, query: str, passage: str) -> None:
    assert (usual_prompt(name, "query"), usual_prompt(name, "passage")) == (query, passage)
