import hashlib
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

import numpy as np
import pytest

import embeddings.bundled
from embeddings.bundled import FOLDER, BundledEmbedder
from embeddings.errors import ModelError
from embeddings.protocols import TextKind

MEGABYTE = 1_000_000
KINDS: tuple[TextKind, TextKind] = ("query", "passage")


@pytest.fixture(scope="module")
def bundled() -> BundledEmbedder:
    return BundledEmbedder(threads=2)


@pytest.mark.parametrize(
    ("question", "near", "far"),
    [
        ("怎样申请退休金？", "办理养老金领取手续需要携带身份证和户口本。", "这座桥横跨长江，全长两公里。"),
        ("怎樣申請退休金？", "办理养老金领取手续需要携带身份证和户口本。", "这座桥横跨长江，全长两公里。"),
        (
            "how long is the bridge?",
            "这座桥横跨长江，全长两公里。",
            "办理养老金领取手续需要携带身份证和户口本。",
        ),
        (
            "这座桥有多长？",
            "The bridge over the Yangtze is two kilometres long.",
            "Bring your identity card.",
        ),
        ("谁发明了电话？", "贝尔于1876年取得电话专利。", "爱迪生养过一只狗。"),
    ],
)
def test_the_passage_that_answers_is_nearer(
    bundled: BundledEmbedder, question: str, near: str, far: str
) -> None:
    [asked] = bundled.embed([question], kind="query")
    right, wrong = bundled.embed([near, far]) @ asked
    assert right > wrong + 0.01


@pytest.mark.parametrize(
    "text",
    ["南翔镇的党委书记是谁？", "小微网格一共有多少个", "How many bridges cross the river?", "1937年11月"],
)
def test_a_question_is_nearest_to_its_own_words(bundled: BundledEmbedder, text: str) -> None:
    others = bundled.embed(["南翔小笼的做法", "What the railway cost", "去年的降水量", text])
    [asked] = bundled.embed([text], kind="query")
    assert asked @ others[3] > max(others[:3] @ asked) + 0.02


@pytest.mark.parametrize(
    ("text", "has_own_layers"),
    [
        ("南翔镇的党委书记是谁？", True),
        ("GDP是多少？", True),
        ("How many bridges cross the river?", False),
        ("谁写了 The Old Man and the Sea？", False),
        ("南翔镇的党委书记是谁？" * 20, False),
    ],
)
def test_only_short_chinese_questions_have_layers_of_their_own(
    bundled: BundledEmbedder, monkeypatch: pytest.MonkeyPatch, text: str, *, has_own_layers: bool
) -> None:
    [shipped] = bundled.embed([text], kind="query")
    monkeypatch.setattr(embeddings.bundled, "QUESTION_TOKENS", 0)
    [through_all] = bundled.embed([text], kind="query")
    assert np.array_equal(shipped, through_all) is not has_own_layers
    assert shipped @ through_all > 0.97


def test_a_question_takes_two_thirds_of_a_passage_s_time_at_most(bundled: BundledEmbedder) -> None:
    def seconds(kind: TextKind) -> float:
        begun = time.process_time()
        bundled.embed(["南翔镇的党委书记是谁？"], kind=kind)
        return time.process_time() - begun

    bundled.embed(["热身"])
    questions, passages = zip(*([seconds(kind) for kind in KINDS] for _turn in range(20)), strict=True)
    assert median(questions) < median(passages) * 2 / 3  # five layers for twelve


def test_both_scripts_mean_the_same(bundled: BundledEmbedder) -> None:
    simplified, traditional, other = bundled.embed(
        ["网络图书馆的开放时间", "網絡圖書館的開放時間", "养鸡场的防疫措施"]
    )
    assert simplified @ traditional > 0.95
    assert simplified @ traditional > simplified @ other + 0.05


def test_a_vector_does_not_depend_on_its_neighbours(bundled: BundledEmbedder) -> None:
    texts = ["根系工程", "a" * 3_000, "小微网格是什么？", "", "南翔镇" * 50]
    alone = np.concatenate([bundled.embed([text]) for text in texts])
    assert np.array_equal(bundled.embed(texts), alone)
    assert np.array_equal(bundled.embed(texts[::-1])[::-1], alone)


def test_only_the_first_tokens_count_and_blanks_are_none(bundled: BundledEmbedder) -> None:
    page = "上海市嘉定区南翔镇。" * 400
    assert np.array_equal(*bundled.embed([page, page + "另一篇"])[:, None])
    assert np.array_equal(*bundled.embed(["南翔 镇", " \n\n 南翔 \t" + " " * 9_000 + "镇\n"])[:, None])


def test_threads_share_one_embedder() -> None:
    fresh = BundledEmbedder(threads=1)
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(lambda _turn: fresh.embed(["并行"]), range(8)))
    assert all(np.array_equal(row, rows[0]) for row in rows)


def test_it_needs_neither_torch_nor_transformers() -> None:
    program = (
        "import sys; from embeddings.choose import choose_embedder\n"
        "choose_embedder('bundled').embed(['x'])\n"
        "print({'torch', 'transformers', 'sentence_transformers', 'httpx', 'faiss'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_files_are_those_of_the_card() -> None:
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `([\w.]+)` \|.*`([0-9a-f]{64})` \|$", card, re.MULTILINE))
    assert sorted(listed) == ["encoder.onnx", "tokenizer.json"]
    assert {name: hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() for name in listed} == listed
    assert BundledEmbedder.name in card


def test_the_model_stays_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 40 * MEGABYTE


def test_a_missing_or_damaged_model_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"tokenizer\.json is missing or damaged\. Reinstall"):
        BundledEmbedder(folder=tmp_path).embed(["x"])
    (tmp_path / "tokenizer.json").write_bytes((FOLDER / "tokenizer.json").read_bytes())
    (tmp_path / "encoder.onnx").write_bytes((FOLDER / "encoder.onnx").read_bytes()[:1_000_000])
    with pytest.raises(ModelError, match=r"encoder\.onnx is missing or damaged"):
        BundledEmbedder(folder=tmp_path).embed(["x"])
