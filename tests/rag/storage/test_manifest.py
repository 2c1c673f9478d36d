import pytest

from rag.errors import StaleIndex
from rag.storage.manifest import Manifest
from tests.fakes import BagEmbedder


@pytest.mark.parametrize("manifest", [Manifest(), Manifest("bag", 64)])
def test_the_same_embedder_or_none_is_accepted(manifest: Manifest) -> None:
    manifest.require(BagEmbedder("bag", 64), ["seeds"])


@pytest.mark.parametrize("embedder", [BagEmbedder("other", 64), BagEmbedder("bag", 32)])
def test_another_embedder_is_refused_with_the_command_that_mends_it(embedder: BagEmbedder) -> None:
    expected = r"'bag' \(64 dimensions\).*Run: genxi index seeds 'my files' --rebuild"
    with pytest.raises(StaleIndex, match=expected):
        Manifest("bag", 64).require(embedder, ["seeds", "my files"])
