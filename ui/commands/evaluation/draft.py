"""`genxi eval draft`: golden questions proposed from the documents of the store, for a person to judge."""

import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from rag.answering.generative.choose import EXTRACTIVE, choose_model
from rag.datatypes import Document
from rag.errors import BadGolden
from rag.evaluation.drafting.by_model import ModelProposer
from rag.evaluation.drafting.draft import ENOUGH, ENOUGH_OF_MODEL, Propose, draft
from rag.evaluation.drafting.propose import propose
from rag.evaluation.golden import to_record
from rag.evaluation.golden_file import write_golden
from ui.call import Call
from ui.exits import DONE
from ui.json_lines import to_line
from ui.progress import Progress

SEARCHED = 10  # passages looked at before a question is called unanswerable


def run(call: Call) -> int:
    """Draft, and print the questions or write them to `--out`, where nothing judged is overwritten."""
    options = call.options
    out = None if options.out in (None, "-") else Path(options.out)
    if out and out.exists():
        raise BadGolden([f"{out} is there already. Name another file with --out."])
    with call.store() as store, Progress(call.output.remarks, "Reading", "documents") as progress:
        drafts = draft(
            _documents(store, options.seed, progress),
            partial(store.search, k=SEARCHED),
            count=options.count,
            seed=options.seed,
            unanswerable=options.unanswerable,
            propose=proposer(call),
            enough=ENOUGH if call.settings.answerer == EXTRACTIVE else ENOUGH_OF_MODEL,
        )
    if not drafts:
        raise BadGolden(
            ["The documents hold no sentence a question can be made of. Index more: genxi index PATH"]
        )
    if out:
        write_golden(out, drafts)
        record = {"drafted": len(drafts), "file": str(out)}
        call.output.put(record, f"{len(drafts)} questions drafted into {out}. Judge each before use.")
    else:
        for one in drafts:
            call.output.put(to_record(one), to_line(to_record(one)))
    if len(drafts) < options.count:
        call.output.remark(f"{len(drafts)} of {options.count} questions: the documents carry no more.")
    return DONE


def _documents(store: Any, seed: int, progress: Progress) -> Iterator[Document]:
    """Yield the documents in an order of chance, so that a part of a large store stands for all of it."""
    names = [one.id for one in store.documents()]
    random.Random(seed).shuffle(names)  # noqa: S311 - the same order again is wanted
    for done, name in enumerate(names):
        progress(done, len(names))
        yield store.show(name)


def proposer(call: Call) -> Propose:
    """Return the templates, or the language model that is set to word answers."""
    if call.settings.answerer == EXTRACTIVE:
        return propose
    key = call.settings.api_key.reveal() if call.settings.api_key else None
    return ModelProposer(choose_model(call.settings.answerer, api_key=key))
