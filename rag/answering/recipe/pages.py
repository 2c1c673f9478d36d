"""The saved pages that the documents of `seeds/` retell."""

from pathlib import Path

PAGES = {  # how the name of a page begins, and the seed that retells it
    "000": "zhangjiang.md",
    "001": "nanxiang.md",
    "002": "jinshanwei.md",
    "003": "zhujing.md",
    "004": "yangpu.md",
}


def pages_of(folder: Path) -> dict[str, str]:
    """Return the document id of the page for the document id of each seed, `folder` indexed as it is."""
    names = {path.name[:3]: f"{folder.name}/{path.name}" for path in folder.iterdir()}
    return {f"seeds/{seed}": names[start] for start, seed in PAGES.items()}
