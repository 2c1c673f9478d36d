"""Saves an encoder as a sentence-transformers folder in float32: to measure against, and to train from."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.recipe.tokenizer import END, PADDING, SPECIAL, START, UNKNOWN, build_tokenizer
from embeddings.recipe.weights import Encoder, Shape

# Ours to PyTorch's names; `{}` is the layer.
LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def save_sentence_transformer(encoder: Encoder, folder: Path) -> None:
    """Write the folder; `SentenceTransformer(folder)` then gives the vectors of the exact encoder."""
    bert_model(encoder).save_pretrained(folder)
    _save_tokenizer(encoder, folder)
    for file_name, content in _settings(encoder.shape).items():
        path = folder / file_name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, indent=2), encoding="utf-8")


def bert_model(encoder: Encoder) -> Any:
    """Return the encoder as a `transformers` BertModel without a pooler."""
    import torch
    from transformers import BertConfig, BertModel

    shape = encoder.shape
    config = BertConfig(
        vocab_size=len(encoder.pieces),
        hidden_size=shape.width,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.feed_forward,
        max_position_embeddings=shape.positions,
        layer_norm_eps=shape.epsilon,
        pad_token_id=SPECIAL.index(PADDING),
    )
    model = BertModel(config, add_pooling_layer=False)
    state = {name: torch.from_numpy(np.array(values)) for name, values in _state(encoder).items()}
    model.load_state_dict(state)
    model.train(mode=False)
    return model


def _state(encoder: Encoder) -> dict[str, np.ndarray[Any, Any]]:
    width, tensors = encoder.shape.width, encoder.tensors
    state = {
        "embeddings.word_embeddings.weight": encoder.words.dense(),
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, width),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, width),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    for layer in range(encoder.shape.layers):
        for ours, theirs in LAYER_NAMES.items():
            state[f"encoder.layer.{layer}.{theirs}.weight"] = tensors[f"l{layer}.{ours}.w"]
            state[f"encoder.layer.{layer}.{theirs}.bias"] = tensors[f"l{layer}.{ours}.b"]
    return state


def _settings(shape: Shape) -> dict[str, Any]:
    """Return the files that turn a transformers folder into a sentence-transformers one."""
    parts = {"Transformer": "", "Pooling": "1_Pooling", "Normalize": "2_Normalize"}
    return {
        "modules.json": [
            {"idx": place, "name": str(place), "path": path, "type": f"sentence_transformers.models.{part}"}
            for place, (part, path) in enumerate(parts.items())
        ],
        "1_Pooling/config.json": {"word_embedding_dimension": shape.width, "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {"prompts": {"query": "query: ", "passage": "passage: "}},
    }


def _save_tokenizer(encoder: Encoder, folder: Path) -> None:
    from transformers import PreTrainedTokenizerFast

    tokenizer: Any = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=build_tokenizer(encoder.pieces, encoder.scores),
        bos_token=START,
        cls_token=START,
        eos_token=END,
        sep_token=END,
        pad_token=PADDING,
        unk_token=UNKNOWN,
        model_max_length=encoder.shape.positions,
    )
    tokenizer.save_pretrained(folder)
