"""Runs in the peers' environment: index the passages with one library, ask the questions, print JSON.

    python peers_side.py NAME TASK.json MODEL_FOLDER

Each function does what the library's own first example does, with the model's folder in place of a name on a
hub, and returns the way to ask: question → passage ids, best first. Models are loaded before time is taken.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

DEPTH = 10
QUERY, PASSAGE = "query: ", "passage: "

Passages = Sequence[tuple[str, str]]
Ask = Callable[[str], list[str]]
Build = Callable[[Passages], Ask]


def main() -> None:
    """Measure the library named."""
    name, task_file, model = sys.argv[1:]
    task = json.loads(Path(task_file).read_text(encoding="utf-8"))
    title, build = LIBRARIES[name](model)
    passages = [(identity, text) for identity, text in task["passages"]]
    started = time.perf_counter()
    ask = build(passages)
    built = time.perf_counter() - started
    ask("warm")
    times, ranked = [], []
    for (question,) in task["questions"]:
        started = time.perf_counter()
        ranked.append(ask(question))
        times.append(1000 * (time.perf_counter() - started))
    print(json.dumps({"name": title, "build_seconds": built, "milliseconds": times, "ranked": ranked}))


def txtai(model: str) -> tuple[str, Build]:
    """Hybrid search: dense vectors in FAISS and BM25."""
    from txtai import Embeddings

    embeddings = Embeddings(path=model, hybrid=True, instructions={"query": QUERY, "data": PASSAGE})
    embeddings.batchtransform(["warm"])

    def build(passages: Passages) -> Ask:
        embeddings.index(passages)
        return lambda question: [str(identity) for identity, _ in embeddings.search(question, DEPTH)]

    return f"txtai {version('txtai')}, hybrid", build


def llamaindex(model: str) -> tuple[str, Build]:
    """The vector store index in memory."""
    from llama_index.core import Document, VectorStoreIndex
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    embedding = HuggingFaceEmbedding(model_name=model, query_instruction=QUERY, text_instruction=PASSAGE)
    embedding.get_text_embedding("warm")

    def build(passages: Passages) -> Ask:
        documents = [Document(text=text, doc_id=identity) for identity, text in passages]
        retriever = VectorStoreIndex.from_documents(documents, embed_model=embedding).as_retriever(
            similarity_top_k=DEPTH
        )
        return lambda question: [str(hit.node.ref_doc_id) for hit in retriever.retrieve(question)]

    return f"LlamaIndex {version('llama-index-core')}, vectors", build


def llamaindex_bm25(_model: str) -> tuple[str, Build]:
    """Its BM25 retriever."""
    from llama_index.core import Document
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.retrievers.bm25 import BM25Retriever

    def build(passages: Passages) -> Ask:
        documents = [Document(text=text, doc_id=identity) for identity, text in passages]
        nodes = SentenceSplitter().get_nodes_from_documents(documents)
        retriever = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=DEPTH)
        return lambda question: [str(hit.node.ref_doc_id) for hit in retriever.retrieve(question)]

    return f"LlamaIndex {version('llama-index-core')}, BM25", build


def haystack(model: str) -> tuple[str, Build]:
    """The hybrid retrieval pipeline over the in-memory store, ranks fused by its joiner."""
    from haystack import Document, Pipeline
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack_integrations.components.embedders.sentence_transformers import (
        SentenceTransformersDocumentEmbedder,
        SentenceTransformersTextEmbedder,
    )

    store = InMemoryDocumentStore()
    documents_embedder = SentenceTransformersDocumentEmbedder(model=model, prefix=PASSAGE)
    documents_embedder.warm_up()
    pipeline = Pipeline()
    pipeline.add_component(
        "embedder", SentenceTransformersTextEmbedder(model=model, prefix=QUERY, progress_bar=False)
    )
    pipeline.add_component("dense", InMemoryEmbeddingRetriever(store, top_k=DEPTH))
    pipeline.add_component("bm25", InMemoryBM25Retriever(store, top_k=DEPTH))
    pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=DEPTH))
    pipeline.connect("embedder", "dense")
    pipeline.connect("dense", "joiner")
    pipeline.connect("bm25", "joiner")
    pipeline.warm_up()

    def build(passages: Passages) -> Ask:
        documents = [Document(id=identity, content=text) for identity, text in passages]
        store.write_documents(documents_embedder.run(documents)["documents"])

        def ask(question: str) -> list[str]:
            found = pipeline.run({"embedder": {"text": question}, "bm25": {"query": question}})
            return [document.id for document in found["joiner"]["documents"]]

        return ask

    return f"Haystack {version('haystack-ai')}, hybrid", build


def langchain(model: str) -> tuple[str, Build]:
    """The FAISS vector store, texts split as in its tutorial."""
    from langchain_community.vectorstores import FAISS
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    embeddings = HuggingFaceEmbeddings(
        model_name=model, encode_kwargs={"prompt": PASSAGE}, query_encode_kwargs={"prompt": QUERY}
    )
    embeddings.embed_query("warm")

    def build(passages: Passages) -> Ask:
        documents = [Document(page_content=text, metadata={"id": identity}) for identity, text in passages]
        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        store = FAISS.from_documents(splitter.split_documents(documents), embeddings)
        return lambda question: [
            str(document.metadata["id"]) for document in store.similarity_search(question, k=DEPTH)
        ]

    return f"LangChain {version('langchain-core')} + FAISS", build


LIBRARIES: dict[str, Callable[[str], tuple[str, Build]]] = {
    "txtai": txtai,
    "llamaindex": llamaindex,
    "llamaindex_bm25": llamaindex_bm25,
    "haystack": haystack,
    "langchain": langchain,
}

if __name__ == "__main__":
    main()
