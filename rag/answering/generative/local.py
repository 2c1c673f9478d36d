"""Any local causal language model, run by transformers: a folder, a model name, or a GGUF file."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from embeddings.errors import ModelError
from rag.answering.generative.models import Message
from rag.answering.generative.remote import INSTEAD

LONGEST_REPLY = 512  # tokens
GGUF = ".gguf"
THINKING = "<think>"


class LocalModel:
    """Continues a chat by the model's own template, word by word; loads on first use, one reply at a time."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._busy = Lock()

    def stream(self, messages: Sequence[Message], /) -> Iterator[str]:
        """Yield the reply piece by piece; raises ModelError if not all of it comes."""
        from transformers import TextIteratorStreamer

        with self._busy:
            tokenizer, model = self._loaded
            written = _prompt(tokenizer, messages)
            prompt = tokenizer(written, return_tensors="pt", add_special_tokens=False)
            streamer: Any = TextIteratorStreamer(tokenizer, skip_prompt=True, skip_special_tokens=True)
            failed: list[Exception] = []
            cut = Event()  # the reply is as long as it may be, and has not ended
            left = Event()  # nobody listens any more

            def run() -> None:
                try:
                    tokens = model.generate(
                        input_ids=prompt["input_ids"],
                        attention_mask=prompt["attention_mask"],
                        streamer=streamer,
                        max_new_tokens=LONGEST_REPLY,
                        do_sample=False,
                        stopping_criteria=[lambda ids, _scores: _all(ids, stopped=left.is_set())],
                    )[0]
                    if len(tokens) - prompt["input_ids"].shape[1] >= LONGEST_REPLY and not _ends(
                        model, tokens
                    ):
                        cut.set()
                except Exception as error:  # whatever the model's own code raises
                    failed.append(error)
                    streamer.end()

            thread = Thread(target=run, name="generate", daemon=True)
            thread.start()
            try:
                if written.rstrip().endswith(THINKING):
                    yield THINKING  # the template has opened the tag for the model
                yield from streamer
            finally:
                left.set()
                thread.join()
            if failed:
                raise ModelError(f"The model {self._path} failed: {_line(failed[0])}. {INSTEAD}")
            if cut.is_set():
                raise ModelError(
                    f"The model {self._path} did not finish within {LONGEST_REPLY} tokens. {INSTEAD}"
                )

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        """Return tokenizer and model."""
        from transformers import AutoModelForCausalLM, AutoTokenizer

        path = Path(self._path).expanduser()
        if path.parts[0] in (path.anchor, ".", "..") and not path.exists():
            raise ModelError(f"There is no model at {self._path}. {INSTEAD}")
        # A GGUF file is named beside the folder it lies in.
        name, options = (
            (str(path.parent), {"gguf_file": path.name}) if path.suffix.lower() == GGUF else (self._path, {})
        )
        try:
            tokenizer = AutoTokenizer.from_pretrained(name, **options)
            model: Any = AutoModelForCausalLM.from_pretrained(name, **options)
        except Exception as error:  # files missing, damaged, of another kind: each raises its own
            raise ModelError(f"The model {self._path} cannot be loaded: {_line(error)}. {INSTEAD}") from error
        return tokenizer, model.eval()


def _all(ids: Any, *, stopped: bool) -> Any:
    """Return the same verdict for every row of a batch, as a stopping criterion must."""
    import torch

    return torch.full((ids.shape[0],), stopped, dtype=torch.bool, device=ids.device)


def _ends(model: Any, tokens: Any) -> bool:
    """Return whether the last token is one that ends a reply."""
    last = model.generation_config.eos_token_id
    return int(tokens[-1]) in (last if isinstance(last, list) else [last])


def _prompt(tokenizer: Any, messages: Sequence[Message]) -> str:
    """Return the chat as the model's template writes it; a model without one gets plain paragraphs."""

    def templated(chat: Sequence[Message]) -> str:
        return str(tokenizer.apply_chat_template(list(chat), tokenize=False, add_generation_prompt=True))

    if not tokenizer.chat_template:
        return "\n\n".join(message["content"] for message in messages) + "\n\n"
    from jinja2 import TemplateError  # transformers writes templates with it

    try:
        return templated(messages)
    except TemplateError:  # some templates know no system message
        return templated(_without_system(messages))


def _without_system(messages: Sequence[Message]) -> list[Message]:
    """Return the chat with what the system says at the head of the first message of the user."""
    system = [message["content"] for message in messages if message["role"] == "system"]
    first, *others = [message for message in messages if message["role"] != "system"]
    return [{"role": first["role"], "content": "\n\n".join([*system, first["content"]])}, *others]


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200].rstrip(".")
