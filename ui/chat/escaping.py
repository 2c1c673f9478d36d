"""Text of documents, questions and answers → text that a page can only show, never run.

Everything foreign goes through here on its way into HTML. Besides the five characters of HTML it
takes the openers of template languages (`{{…}}`, `${…}`, backquotes): the page is put together by a
framework with templates of its own, and a document must not be able to speak to them either.
"""

import html

_TEMPLATE_SIGNS = {ord(sign): f"&#{ord(sign)};" for sign in "{}$`"}
# A parser would turn a bare CR into LF and drop NUL, and offsets would no longer be those of the source.
_LOST_BY_PARSERS = {ord("\r"): "&#13;", 0: "\ufffd"}


def mended(text: str) -> str:
    """Return `text` with halves of characters, which nothing can store or send, made U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def escape(text: str) -> str:
    """Return `text` as HTML that displays exactly these characters, fit for quoted attributes too."""
    return html.escape(text).translate(_TEMPLATE_SIGNS | _LOST_BY_PARSERS)
