"""The title of a text that names none: its first line that reads like one; pure."""

import re

TRAIL = re.compile(r"您?(?:现在|當前|当前|目前)(?:的|所在)?位置|[>›»].*[>›»]|^\S{2,14}\s*[>›»]\s*\S")
NOT_A_TITLE = re.compile(r"[。；]|https?://|[:：]\s*$|^\W+$|(?:网站|網站|首页|首頁|登录|登錄)$")
# The head of an official letter or a form, a row of a table, a line of a chat or of subtitles.
HEAD = re.compile(
    r"(?:政府|办公厅|办公室|委员会|[局厅部院])文件$|^\S{1,12}[〔［\[【（(]\d{4}[〕］\]】）)]\s*(?:第\s*)?\d+\s*号$"
    r"|^(?:索引号|主题分类|信息分类|公开类别|发文机关|发布机构|发文字号|文号|成文日期|发布日期|有效性)\s*[:：]"
    r"|^第?\s*\d+\s*页|^附件\s*[\d一二三四五六七八九十]*$|^[\d\s/.-]+$|\t"
    r"|^(?:\S+ )?\d{4}-\d\d-\d\d \d|^\d+:\d\d:\d\d[,.]\d+\s*-->"
)
BY_DEFAULT = re.compile(
    r"PowerPoint 演示文稿|Microsoft Word - .*|Presentation|untitled|幻灯片 ?\d+", re.IGNORECASE
)
TOP_LINES = 8
SHORTEST, LONGEST = 4, 60


def given(title: str) -> str | None:
    """Return the title that a file's author gave it; not one that a program put there."""
    title = title.strip()
    return title if title and not BY_DEFAULT.fullmatch(title) else None


def first_title(text: str) -> str | None:
    """Return the line that stands as a title, without heading marks; after a breadcrumb, if there is one."""
    top = [line.strip() for line in text.split("\n", 60)[:60] if line.strip()][:TOP_LINES]
    trail = next((index for index, line in enumerate(top) if TRAIL.search(line)), None)
    candidates = top if trail is None else top[trail + 1 :]
    for line in candidates:
        bare = line.lstrip("# ").strip()
        if SHORTEST <= len(bare) <= LONGEST and not NOT_A_TITLE.search(bare) and not HEAD.search(bare):
            return bare
        if len(bare) > LONGEST:
            return None  # prose has begun
    return None
