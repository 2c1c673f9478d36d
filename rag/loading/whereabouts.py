"""Where a page says it belongs: its source and the trail to it, 首页 > 开发区新闻 > 杨浦区 > 正文; pure.

An article often calls its place 我区 or 本市; only the lines above it, which are no part of it, say which.
"""

import re

TOP_LINES = 15
TRAIL = re.compile(
    r"^(?!.*-->)(?:(?:您|你)?(?:现在|現在|当前|當前|目前|所在)?(?:的|所在)?位置\s*[:：])?\s*"
    r"(?P<steps>[^>›»。！？；]{1,20}(?:\s*[>›»]\s*[^>›»。！？；]{1,40}){1,6})$"
)
STEP = re.compile(r"\s*[>›»]\s*")
EMPTY = re.compile("首页|首頁|主页|主頁|网站首页|正文|详情|詳情|内容|內容|列表")
SOURCE = re.compile(
    r"(?:^|\s)(?:文章|信息|新闻|新聞|稿件)?(?:来源|來源|稿源)\s*[:：]\s*(?P<source>[^\s|｜:：，。]{2,24})"
)


def source(text: str) -> str | None:
    """Return the source that a page names near its top."""
    for line in _top(text):
        if len(line) < 120 and (match := SOURCE.search(line)):
            return match["source"]
    return None


def trail(text: str, title: str | None) -> list[str]:
    """Return the steps of the trail near the top that say something, the title of the page left out."""
    for line in _top(text):
        if match := TRAIL.match(line):
            steps = [step.strip() for step in STEP.split(match["steps"])]
            return [step for step in steps if step and not EMPTY.fullmatch(step) and step != title]
    return []


def above(text: str, title: str | None) -> dict[str, str]:
    """Return what stands above an article as its loader's metadata keeps it."""
    steps = dict.fromkeys([*filter(None, [source(text)]), *trail(text, title)])
    return {"above": " › ".join(steps)} if steps else {}


def _top(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n", 60)[:60] if line.strip()][:TOP_LINES]
