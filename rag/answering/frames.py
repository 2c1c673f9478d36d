"""The few sentences Genxi says itself, in the language of the question. Quotations are never translated."""

import re
from collections.abc import Sequence

from rag.answering.question import Language
from rag.datatypes import AbstentionReason

_ABSTENTIONS: dict[AbstentionReason, dict[Language, str]] = {
    "empty_store": {
        "zh-Hans": "知识库里还没有资料，请先添加文件。",
        "zh-Hant": "知識庫裡還沒有資料，請先添加檔案。",
        "en": "There are no documents yet. Please add some files first.",
    },
    "no_passage": {
        "zh-Hans": "资料里没有找到与这个问题有关的内容。",
        "zh-Hant": "資料裡沒有找到與這個問題有關的內容。",
        "en": "The documents have nothing on this question.",
    },
    "no_answer": {
        "zh-Hans": "资料里没有这个问题的答案。",
        "zh-Hant": "資料裡沒有這個問題的答案。",
        "en": "The documents do not say.",
    },
    "unsupported": {
        "zh-Hans": "资料里没有能够支持答案的内容。",
        "zh-Hant": "資料裡沒有能夠支持答案的內容。",
        "en": "The documents do not support an answer.",
    },
}
_LEAD: dict[Language, str] = {"zh-Hans": "", "zh-Hant": "根據資料：", "en": "According to the documents: "}
_DATED: dict[Language, str] = {
    "zh-Hans": "（文章日期：{}）",
    "zh-Hant": "（文章日期：{}）",
    "en": " (article dated {})",
}
_DIFFERING: dict[Language, tuple[str, str]] = {
    "zh-Hans": ("（各篇说法不一。）", "（各篇说法不一，较新的一篇日期：{}）"),
    "zh-Hant": ("（各篇說法不一。）", "（各篇說法不一，較新的一篇日期：{}）"),
    "en": (" (The documents differ.)", " (The documents differ; the newer one is dated {}.)"),
}
_UNTOLD: dict[Language, str] = {
    "zh-Hans": "（没有找到：{}）",
    "zh-Hant": "（沒有找到：{}）",
    "en": " (Not found: {}.)",
}
_BROKEN_OFF: dict[Language, str] = {
    "zh-Hans": "（语言模型中途断开，以上是已核对的部分。）",
    "zh-Hant": "（語言模型中途斷開，以上是已核對的部分。）",
    "en": " (The language model broke off; what stands above was checked.)",
}
_COURTESY: dict[Language, str] = {
    "zh-Hans": "好的，有问题请随时再问。",
    "zh-Hant": "好的，有問題請隨時再問。",
    "en": "You are welcome. Ask again whenever you like.",
}
_GREETING: dict[Language, str] = {
    "zh-Hans": "您好！我可以根据您的资料回答问题，每句话都注明出处。",
    "zh-Hant": "您好！我可以根據您的資料回答問題，每句話都註明出處。",
    "en": "Hello! I answer questions from your documents and cite the source of every sentence.",
}
_INVENTORY: dict[Language, str] = {
    "zh-Hans": "现有{}份资料，例如：{}。可以直接就其中的人物、时间、数字、名称提问。",
    "zh-Hant": "現有{}份資料，例如：{}。可以直接就其中的人物、時間、數字、名稱提問。",
    "en": "There are {} documents, for example: {}. Ask about the people, dates, numbers and names in them.",
}
_TITLES_SHOWN = 5
_RELATIVE_DATE = re.compile(
    r"今年|去年|明年|前年|年内|今天|昨天|明天|前天|当天|本月|上个?月|下个?月|近日|日前|本周|上周|今日|昨日|明日"
)


def abstention(reason: AbstentionReason, language: Language) -> str:
    """Return the sentence that declines, for this reason."""
    return _ABSTENTIONS[reason][language]


def lead(language: Language) -> str:
    """Return what stands before the quoted sentences."""
    return _LEAD[language]


def dated(quoted: str, published: Sequence[str | None], language: Language) -> str:
    """Return the article's date, to be added where the quoted text counts time from it."""
    dates = sorted({date for date in published if date})
    if not dates or not _RELATIVE_DATE.search(quoted):
        return ""
    return _DATED[language].format("、".join(dates))


def differing(published: Sequence[str | None], language: Language) -> str:
    """Return the remark that sources contradict each other, with the newer one's date if that is known."""
    undated, dated = _DIFFERING[language]
    dates = {date for date in published if date}
    return dated.format(max(dates)) if len(dates) > 1 else undated


def untold(questions: Sequence[str], language: Language) -> str:
    """Return the remark on what was asked beside the rest and not found; nothing if all was."""
    return _UNTOLD[language].format("；".join(one.rstrip("？") for one in questions)) if questions else ""


def broken_off(language: Language) -> str:
    """Return the remark that a language model stopped in the middle of its answer."""
    return _BROKEN_OFF[language]


def greeting(language: Language, titles: Sequence[str]) -> str:
    """Return a greeting that says what can be done, and with which documents."""
    return _GREETING[language] + (" " if language == "en" else "") + inventory(language, titles)


def courtesy(language: Language) -> str:
    """Return what is said to thanks and to 好的."""
    return _COURTESY[language]


def inventory(language: Language, titles: Sequence[str]) -> str:
    """Return how many documents there are and the first few titles."""
    if not titles:
        return abstention("empty_store", language)
    shown = [f"“{title}”" if language == "en" else f"《{title}》" for title in titles[:_TITLES_SHOWN]]
    return _INVENTORY[language].format(len(titles), (", " if language == "en" else "、").join(shown))
