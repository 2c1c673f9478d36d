"""Greetings and questions about Genxi itself: they get help, not a refusal."""

import re
from collections.abc import Sequence

from rag.answering import frames
from rag.answering.question import language_of
from rag.cleaning.chinese import simplify
from rag.protocols import Draft

_MARKS = r"[\s，。！？!?,.~～、]*"
_GREETING = re.compile(
    rf"^{_MARKS}((你|您|大家)?好(啊|呀|吗)?|哈[喽啰]|嗨|早(上好|安)?|(上午|中午|下午|晚上)好|在吗"
    rf"|hello|hi|hey|good (morning|afternoon|evening)){_MARKS}$",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    rf"^{_MARKS}(?:(?:好的?|行|嗯|哦|明白了?|知道了?|懂了|了解了?|谢谢|感谢|多谢|辛苦了?|没有了|没了|不用了|你好|您好|再见|拜拜"
    rf"|ok|okay|hello|hi|hey|bye|goodbye|thanks?(?: you)?|got it)(?:(?:你|您)的?(?:帮助|回答|解答)?|啊|啦|了)?{_MARKS})+$",
    re.IGNORECASE,
)
_HELP = re.compile(
    rf"^{_MARKS}(请问)?(你|您)(是谁|是什么|叫什么(名字)?|能|会|可以)(做|干|帮我做|回答|干些|做些)?(什么|啥|哪些)?(事情?|问题|忙)?(呢|呀|啊)?{_MARKS}$"
    rf"|^{_MARKS}(怎么用|如何使用|怎么使用|怎么提问|帮助|help|how do (i|you) use (this|it)|what can (you|i) (do|ask)( here)?|who are you|what are you|what is this){_MARKS}$",
    re.IGNORECASE,
)
_INVENTORY = re.compile(
    rf"^{_MARKS}(请问)?(你|您|这里|这儿|里面|库里|知识库|资料库|资料|目前|现在|这个知识库)*(里|里面|中|内)?(都)?(有|收录了?|包含|包括)(哪些|什么|啥|多少(份|篇|个)?|几(份|篇|个))(资料|文档|文件|文章|内容|东西)?(呢|呀|啊)?{_MARKS}$"
    rf"|^{_MARKS}(有)?(哪些|什么|多少(份|篇|个)?|几(份|篇|个))(资料|文档|文件|文章)(呢|呀|啊)?{_MARKS}$"
    rf"|^{_MARKS}(what|which|how many) (documents?|files|articles)( are( there| here)?| do you have| is here)?{_MARKS}$|^{_MARKS}what is in here{_MARKS}$",
    re.IGNORECASE,
)


_DOCUMENTS = re.compile("资料|文档|文件|文章|知识库|documents?|files|articles|in here", re.IGNORECASE)


def is_courtesy(text: str) -> bool:
    """Tell whether a text only greets, thanks or agrees: 好的，谢谢您."""
    plain = simplify(text)
    return bool(_COURTESY.match(plain) or _GREETING.match(plain))


def reply(question: str, titles: Sequence[str], *, follows: bool = False) -> Draft | None:
    """Return help if this is no question to the documents, else None.

    What follows on a question before it asks about that: 有哪些, if it does not say 资料.
    """
    plain = simplify(question)
    language = language_of(question)
    if _GREETING.match(plain) or _HELP.match(plain):
        text = frames.greeting(language, titles)
    elif _COURTESY.match(plain):
        text = frames.courtesy(language)
    elif _INVENTORY.match(plain) and (not follows or _DOCUMENTS.search(plain)):
        text = frames.inventory(language, titles)
    else:
        return None
    return Draft(text, (), abstained=False, reason="not_a_question", confidence=1.0, citations=())
