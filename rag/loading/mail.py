"""E-mails and web archives (MHTML), which are e-mails in form: the text, or else the page, of the message."""

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime

from rag.errors import LoadError
from rag.loading import html
from rag.loading.encodings import decode
from rag.loading.page import Page, normal

MOST_PARTS = 1000
HEADERS = (("Subject", "主题"), ("From", "发件人"), ("To", "收件人"), ("Date", "日期"))


def extract_mail(data: bytes) -> Page:
    """Return an e-mail as a page: its main headers, then its text; attachments are not read."""
    message = _parsed(data)
    lines = [f"{label}：{value}" for name, label in HEADERS if (value := _header(message, name))]
    if not lines:
        raise LoadError("not an e-mail: it has neither subject nor sender")
    plain = "\n".join(normal(_text(part)).strip() for part in _parts(message, "text/plain"))
    if not plain.strip():
        plain = "\n".join(html.page(_text(part)).text for part in _parts(message, "text/html"))
    text = "\n".join([*lines, "", plain.strip()])
    return Page(text, _header(message, "Subject"), _header(message, "From"), _date(message))


def extract_archive(data: bytes) -> Page:
    """Return the page that a web archive holds."""
    message = _parsed(data)
    for part in _parts(message, "text/html"):
        page = html.page(_text(part))
        source = (
            page.source or _header(message, "Snapshot-Content-Location") or _header(part, "Content-Location")
        )
        return Page(page.text, page.title, source, page.published or _date(message), page.metadata)
    raise LoadError("a web archive without a page in it; save the page again")


def _parsed(data: bytes) -> Message:
    # The older policy: it does not parse headers it is not asked for, so broken ones harm nobody.
    try:
        return email.message_from_bytes(data, policy=email.policy.compat32)
    except (ValueError, RecursionError) as error:
        raise LoadError(f"not a readable e-mail: {error}") from error


def _parts(message: Message, kind: str) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number > MOST_PARTS:
            raise LoadError(f"more than {MOST_PARTS} parts")
        if part.get_content_type() == kind and part.get_content_disposition() != "attachment":
            yield part


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    declared = part.get_content_charset()
    try:
        return content.decode("gb18030" if declared in ("gb2312", "gbk") else declared or "")
    except (LookupError, UnicodeDecodeError, ValueError):
        return decode(content)


def _header(message: Message, name: str) -> str | None:
    """Return a header with its encoded words decoded, or None."""
    try:
        parsed = EmailMessage(policy=email.policy.default)
        parsed[name] = " ".join(str(message.get(name, "")).split())
        return normal(str(parsed[name])).strip() or None
    except (ValueError, IndexError, LookupError, AttributeError, TypeError):
        return normal(str(message.get(name, ""))).strip() or None


def _date(message: Message) -> str | None:
    try:
        return parsedate_to_datetime(str(message.get("Date"))).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
