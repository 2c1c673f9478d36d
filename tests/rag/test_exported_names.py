import subprocess
import sys

import pytest

import rag


def test_what_users_import_is_one_name() -> None:
    from rag import KnowledgeBase
    from rag.knowledge_base import KnowledgeBase as Defined

    assert rag.__all__ == ["KnowledgeBase"]
    assert KnowledgeBase is Defined


def test_another_name_is_an_ordinary_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = rag.Nothing


def test_the_nouns_alone_bring_nothing_heavy() -> None:
    script = "import sys, rag.datatypes; print('rag.knowledge_base' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert told.stdout == "False\n"
