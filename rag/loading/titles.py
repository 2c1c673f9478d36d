"""The title of a text that names none: its first line that reads like one; pure."""

import re

TRAIL = re.compile(r"您?(?:现在|當前|当前|目前)(?:的|所在)?位置|[>›»].*[>›»]|^\S{2,14}\s*[>›»]\s*\S")
NOT_A_TITLE = re.compile(r"[。；]|https?://|[:：]\s*$|^\W+$|(?:网站|網站|首页|首頁|登录|登錄)$")
TOP_LINES = 8
SHORTEST, LONGEST = 4, 60


def first_title(text: str) -> str | None:
    """Return the line that stands as a title, without heading marks; after a breadcrumb, if there is one."""
    top = [line.strip() for line in text.split("\n", 60)[:60] if line.strip()][:TOP_LINES]
    trail = next((index for index, line in enumerate(top) if TRAIL.search(line)), None)
    candidates = top if trail is None else top[trail + 1 :]
    for line in candidates:
        bare = line.lstrip("# ").strip()
        if SHORTEST <= len(bare) <= LONGEST and not NOT_A_TITLE.search(bare):
            return bare
        if len(bare) > LONGEST:
            return None  # prose has begun
    return None
