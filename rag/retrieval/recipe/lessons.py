"""Texts → the states that the whole encoder has of each of them as a question."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import onnx
import onnxruntime
from onnx import helper
from tqdm import tqdm

from embeddings.bundled import QUESTION_TOKENS
from embeddings.protocols import Vectors
from embeddings.recipe.linear import Linear
from embeddings.recipe.network import INPUT, OUTPUT, embedding_model, states_above
from embeddings.recipe.tokenizer import build_tokenizer
from embeddings.recipe.weights import Encoder
from rag.retrieval.recipe.distillation import Lessons, States
from rag.retrieval.recipe.texts import Texts

STEP, PIECE = 400, 500  # characters: passages are found in pieces that overlap


def lessons(whole: Encoder, linear: Linear, shared: int, texts: Texts) -> Lessons:
    """Run all texts through the whole encoder; those too long for the few layers are left out.

    What is learnt begins above the `shared` lowest layers. Two states of 80,000 texts take 2.5 GB.
    """
    tokenizer = build_tokenizer(whole.pieces, whole.scores)
    encoded = tokenizer.encode_batch([f"query: {text}" for text in texts.asked])
    kept = [place for place, found in enumerate(encoded) if len(found.ids) <= QUESTION_TOKENS]
    asked = [encoded[place].ids for place in kept]
    pieces = [
        f"passage: {text[first : first + PIECE]}"
        for text in texts.passages
        for first in range(0, max(1, len(text) - (PIECE - STEP)), STEP)
    ]
    tokenizer.enable_truncation(whole.shape.positions)
    found = [piece.ids for piece in tokenizer.encode_batch(pieces)]
    watched = [states_above(shared), states_above(whole.shape.layers)]
    session = _watching(embedding_model(whole, linear), watched)
    read, wanted = _states(session, watched, asked, whole.shape.width)
    first = np.cumsum([0, *map(len, asked)])
    chances = [texts.chances[place] for place in kept]
    return Lessons(read, wanted, first, chances, _vectors(session, found))


def _watching(model: onnx.ModelProto, names: Sequence[str]) -> onnxruntime.InferenceSession:
    shape = ["texts", "tokens", None]
    model.graph.output.extend(
        helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape) for name in names
    )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # each thread has a text of its own
    return onnxruntime.InferenceSession(model.SerializeToString(), options)


def _states(
    session: onnxruntime.InferenceSession, names: Sequence[str], rows: Sequence[list[int]], width: int
) -> list[States]:
    def states(row: list[int]) -> list[States]:
        found = session.run(names, {INPUT: np.array([row], np.int64)})
        return [held[0].astype(np.float16) for held in found]

    held = [np.empty((sum(map(len, rows)), width), np.float16) for _name in names]
    first = 0
    with ThreadPoolExecutor() as pool:
        for found in tqdm(pool.map(states, rows), total=len(rows), desc="questions"):
            for part, whole in zip(found, held, strict=True):
                whole[first : first + len(part)] = part
            first += len(found[0])
    return held


def _vectors(session: onnxruntime.InferenceSession, rows: Sequence[list[int]]) -> Vectors:
    def vector(row: list[int]) -> Vectors:
        (found,) = session.run([OUTPUT], {INPUT: np.array([row], np.int64)})
        return np.asarray(found[0], np.float32)

    with ThreadPoolExecutor() as pool:
        return np.stack(list(tqdm(pool.map(vector, rows), total=len(rows), desc="passages")))
