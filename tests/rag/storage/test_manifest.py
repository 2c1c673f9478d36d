from pathlib import Path

import pytest

from rag.errors import StaleIndex
from rag.storage.manifest import Manifest, index_command
from tests.fakes import BagEmbedder


@pytest.mark.parametrize("manifest", [Manifest(), Manifest("bag", 64)])
def test_the_same_embedder_or_none_is_accepted(manifest: Manifest) -> None:
    manifest.require(BagEmbedder("bag", 64), ["seeds"])


@pytest.mark.parametrize("embedder", [BagEmbedder("other", 64), BagEmbedder("bag", 32)])
def test_another_embedder_is_refused_with_the_command_that_mends_it(
    embedder: BagEmbedder, tmp_path: Path
) -> None:
    kept = tmp_path / "my files"
    kept.mkdir()
    expected = rf"'bag' \(64 dimensions\).*Run: genxi index '{kept}' --rebuild$"
    with pytest.raises(StaleIndex, match=expected):
        Manifest("bag", 64).require(embedder, [str(tmp_path / "gone"), str(kept)])


def test_where_nothing_is_left_of_what_was_indexed_the_command_asks_for_a_path(tmp_path: Path) -> None:
    assert index_command([str(tmp_path / "gone")]) == "genxi index PATH"
