from pathlib import Path
from typing import Any

import pytest

from embeddings.errors import EndpointError, ModelError
from rag.answering.generative.choose import choose_model
from rag.answering.generative.local import LocalModel, _prompt
from rag.answering.generative.models import Message
from rag.answering.generative.remote import RemoteModel
from tests.embeddings.conftest import FakeServer, Reply, json_reply, server  # noqa: F401 -- a fixture

LETTERS = "你好天气南翔镇。"
ASKED: list[Message] = [{"role": "user", "content": "你好"}]


def test_a_server_is_asked_for_a_stream_and_its_pieces_come_in_order(
    server: FakeServer,  # noqa: F811
) -> None:
    events = [{"choices": [{"delta": {"content": piece}}]} for piece in ("南", "翔")]
    body = b"".join(b"data: " + json_reply(event)[2] + b"\n\n" for event in events) + b"data: [DONE]\n\n"
    server.reply = lambda _payload: (200, {"Content-Type": "text/event-stream"}, body)
    assert list(RemoteModel("m", server.url, "k").stream(ASKED)) == ["南", "翔"]
    ((path, headers, payload),) = server.requests
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer k"
    assert payload["messages"] == ASKED
    assert payload["stream"] is True


def events(*rows: object, farewell: bytes = b"") -> Reply:
    body = b"".join(b"data: " + json_reply(row)[2] + b"\n\n" for row in rows)
    return 200, {"Content-Type": "text/event-stream"}, body + farewell


def says(content: object, finish_reason: str | None = None) -> dict[str, Any]:
    return {"choices": [{"delta": {"content": content}, "finish_reason": finish_reason}]}


@pytest.mark.parametrize("farewell", [b"", b"data: [DONE]\n\n", b"data: [DONE] \n\n"])
def test_a_stream_is_whole_when_it_says_so(server: FakeServer, farewell: bytes) -> None:  # noqa: F811
    last = says("翔", None if farewell else "stop")
    server.reply = lambda _payload: events(says("南"), last, {"choices": []}, farewell=farewell)
    assert list(RemoteModel("m", server.url).stream(ASKED)) == ["南", "翔"]


@pytest.mark.parametrize(
    ("last", "why"),
    [
        (says(None), "ended early"),
        (says("", "length"), r"before the reply was finished \(length\)\. Check --answerer"),
    ],
)
def test_a_reply_that_is_cut_has_broken_off(server: FakeServer, last: object, why: str) -> None:  # noqa: F811
    server.reply = lambda _payload: events(says("南"), last)
    stream = RemoteModel("m", server.url).stream(ASKED)
    assert next(stream) == "南"
    with pytest.raises(EndpointError, match=why):
        list(stream)


def test_content_in_parts_and_choices_that_are_none_are_read(server: FakeServer) -> None:  # noqa: F811
    parts = [{"type": "text", "text": "南"}, {"type": "text", "text": "翔"}]
    server.reply = lambda _payload: events({"choices": [None]}, says(parts, "stop"))
    assert list(RemoteModel("m", server.url).stream(ASKED)) == ["南", "翔"]


def test_a_server_that_does_not_stream_is_read_at_once(server: FakeServer) -> None:  # noqa: F811
    server.reply = lambda _payload: json_reply({"choices": [{"message": {"content": "南翔"}}]})
    assert list(RemoteModel("m", server.url).stream(ASKED)) == ["南翔"]


def test_a_server_that_refuses_names_the_setting(server: FakeServer) -> None:  # noqa: F811
    server.reply = lambda _payload: json_reply({"error": {"message": "no such model"}}, status=404)
    with pytest.raises(EndpointError, match=r"no such model.*GENXI_ANSWERER.*extractive"):
        list(RemoteModel("m", server.url).stream(ASKED))


@pytest.mark.parametrize("spec", ["oracle", "openai:m", "transformers:", ""])
def test_what_names_no_model_is_refused(spec: str) -> None:
    with pytest.raises(ModelError, match="is no answerer"):
        choose_model(spec)


def test_a_folder_without_a_model_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"cannot be loaded.*GENXI_ANSWERER.*extractive"):
        list(LocalModel(str(tmp_path)).stream(ASKED))


def test_a_path_that_is_not_there_is_said_without_asking_a_hub(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"There is no model at .*nowhere\. .*GENXI_ANSWERER"):
        list(LocalModel(str(tmp_path / "nowhere")).stream(ASKED))


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A causal model of a few thousand random weights that knows single characters."""
    import tokenizers
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("tiny")
    unknown = "<unk>"
    places = {piece: place for place, piece in enumerate([unknown, *LETTERS])}
    made: Any = tokenizers.Tokenizer(tokenizers.models.WordLevel(places, unk_token=unknown))
    made.pre_tokenizer = tokenizers.pre_tokenizers.Split("", "isolated")
    made.decoder = tokenizers.decoders.Fuse()
    backend: Any = PreTrainedTokenizerFast
    backend(tokenizer_object=made, unk_token=unknown).save_pretrained(folder)
    config = LlamaConfig(
        vocab_size=len(places),
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        eos_token_id=None,
    )
    torch.manual_seed(0)
    model: Any = LlamaForCausalLM(config)
    with torch.no_grad():
        model.lm_head.weight[0] = 0.0  # what it says is always a letter
    model.save_pretrained(folder)
    return folder


def test_a_local_model_streams_its_own_words_and_says_when_it_is_cut(tiny_model: Path) -> None:
    pieces: list[str] = []
    with pytest.raises(ModelError, match=r"did not finish within 512 tokens\. Check --answerer"):
        pieces.extend(LocalModel(str(tiny_model)).stream(ASKED))
    assert pieces
    assert set("".join(pieces)) <= set(LETTERS)


def test_a_local_model_that_ends_by_itself_is_not_cut(tiny_model: Path) -> None:
    model = LocalModel(str(tiny_model))
    _, weights = model._loaded
    weights.generation_config.eos_token_id = list(range(len(LETTERS) + 1))
    assert len("".join(model.stream(ASKED))) == 1


def test_a_reply_nobody_waits_for_ends_and_the_next_can_begin(tiny_model: Path) -> None:
    model = LocalModel(str(tiny_model))
    first = model.stream(ASKED)
    next(iter(first))
    first.close()  # type: ignore[attr-defined]
    assert any(model.stream(ASKED))


CHAT: list[Message] = [{"role": "system", "content": "守则。"}, {"role": "user", "content": "你好"}]
NO_SYSTEM = """\
{% for message in messages %}\
{% if message.role == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}\
{{ message.content }}{% endfor %}"""


def test_a_template_without_a_system_role_gets_its_text_from_the_user(tiny_model: Path) -> None:
    model = LocalModel(str(tiny_model))
    tokenizer, _ = model._loaded
    tokenizer.chat_template = NO_SYSTEM
    assert _prompt(tokenizer, CHAT) == "守则。\n\n你好"
    assert any(model.stream(CHAT))


def test_a_thought_that_the_template_begins_is_said_to_be_one(tiny_model: Path) -> None:
    model = LocalModel(str(tiny_model))
    tokenizer, _ = model._loaded
    tokenizer.chat_template = "{{ messages[0].content }}<think>\n"
    assert next(iter(model.stream(ASKED))) == "<think>"
