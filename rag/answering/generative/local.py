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


class LocalModel:
    """Continues a chat by the model's own template, word by word; loads on first use, one reply at a time."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._busy = Lock()

    def stream(self, messages: Sequence[Message], /) -> Iterator[str]:
        """Yield the reply piece by piece; raises ModelError if the model is not to be had."""
        from transformers import TextIteratorStreamer

        with self._busy:
            tokenizer, model = self._loaded
            prompt = tokenizer(_prompt(tokenizer, messages), return_tensors="pt", add_special_tokens=False)
            streamer: Any = TextIteratorStreamer(tokenizer, skip_prompt=True, skip_special_tokens=True)
            failed: list[Exception] = []
            left = Event()  # nobody listens any more

            def run() -> None:
                try:
                    model.generate(
                        input_ids=prompt["input_ids"],
                        attention_mask=prompt["attention_mask"],
                        streamer=streamer,
                        max_new_tokens=LONGEST_REPLY,
                        do_sample=False,
                        stopping_criteria=[lambda ids, _scores: _all(ids, stopped=left.is_set())],
                    )
                except Exception as error:  # whatever the model's own code raises
                    failed.append(error)
                    streamer.end()

            thread = Thread(target=run, name="generate", daemon=True)
            thread.start()
            try:
                yield from streamer
            finally:
                left.set()
                thread.join()
            if failed:
                raise ModelError(f"The model {self._path} failed: {_line(failed[0])}. {INSTEAD}")

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


def _prompt(tokenizer: Any, messages: Sequence[Message]) -> str:
    """Return the chat as the model's template writes it; a model without one gets plain paragraphs."""
    if tokenizer.chat_template:
        return str(tokenizer.apply_chat_template(list(messages), tokenize=False, add_generation_prompt=True))
    return "\n\n".join(message["content"] for message in messages) + "\n\n"


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200].rstrip(".")
