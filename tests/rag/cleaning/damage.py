"""Clean text made dirty by code, in the ways pages are."""

import random

import opencc
from pypinyin import Style, pinyin

TITLE = "某市推进社区服务中心建设工作取得新进展"
TRADITIONAL = opencc.OpenCC("s2t").convert


def half_shifted(text: str, at: int) -> tuple[str, int]:
    """Return `text` without the lead byte of text[at], shown as a page shows it,

    and where it is in step again.
    """
    data = text[at:].encode("gbk")[1:]
    shown, index = ["?"], 0
    while index < len(data):
        pair = data[index : index + 2]
        if pair[0] < 0x80:
            break
        if len(pair) == 2 and pair[1] >= 0x40 and pair[1] != 0x7F:
            shown.append(pair.decode("gbk", "ignore"))
            index += 2
            continue
        shown.append("?")
        index += 2
        break
    rest = data[index:].decode("gbk")
    marks = str.maketrans("！；：，", "!;:,")
    return text[:at] + "".join(shown).translate(marks) + rest, len(text) - len(rest)


def with_pinyin(text: str) -> str:
    """Return simplified `text` in traditional script, the reading noted after each changed character."""
    converted = TRADITIONAL(text)
    return "".join(
        new if new == old else f"{new}({pinyin(new, style=Style.TONE)[0][0]})"
        for old, new in zip(text, converted, strict=True)
    )


def as_saved_page(body: str, generator: random.Random) -> str:
    """Return a body with a menu, a trail and a byline above it, and related pages and notices below."""
    sections = ["首页", "新闻", "财经", "体育", "娱乐", "教育", "旅游", "健康", "科技", "房产"]
    generator.shuffle(sections)
    above = [
        "|".join(sections),
        f"您现在的位置：首页 > {sections[0]} > 正文",
        TITLE,
        "2023-05-06 10:20  来源：某某网  编辑：李四",
    ]
    related = [f"第{number}届某某展览会在某某会议中心开幕的有关情况…" for number in range(1, 6)]
    below = [
        "相关阅读",
        *related,
        "上一篇：某某活动举行",
        "Copyright © 2023 某某网 版权所有 京ICP备12345678号",
    ]
    return "\n".join([*above, body, *below])
