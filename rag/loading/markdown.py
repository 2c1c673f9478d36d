"""Markdown files, with the front matter that says what they are.

Front matter is read as plain `key: value` lines. A YAML parser would bring aliases, tags and deep nesting,
that is, ways for a file to be hostile, and nothing that is used here.
"""

import re
from collections.abc import Mapping

from rag.loading.dates import iso, stated
from rag.loading.encodings import decode
from rag.loading.page import Page, normal
from rag.loading.titles import first_title

FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?P<fields>(?:(?!---|\.\.\.)[^\n]*\n){0,200})(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)
FIELD = re.compile(r"(?P<key>[A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(?P<value>[^\n]*))?$")
OTHER = re.compile(r"[ \t#-]|$")  # nested values, comments and list items are passed over
HEADING = re.compile(r"^#{1,6}[ \t]+(?P<words>[^\n]*?)[ \t#]*$", re.MULTILINE)


def extract(data: bytes) -> Page:
    """Return a Markdown file as a page; its front matter is not part of the text."""
    text = normal(decode(data))
    fields, body = _front_matter(text)
    heading = HEADING.search(body)
    title = fields.get("title") or (heading["words"] if heading else None) or first_title(body)
    published = fields.get("published") or fields.get("date")
    source = fields.get("source") or fields.get("url")
    return Page(body, title, source, iso(published) if published else stated(body))


def _front_matter(text: str) -> tuple[Mapping[str, str], str]:
    """Return the fields at the top of `text` and what follows; no fields if the top is ordinary text."""
    match = FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    fields: dict[str, str] = {}
    for line in match["fields"].splitlines():
        if field := FIELD.match(line):
            fields[field["key"].lower()] = _unquoted((field["value"] or "").strip())
        elif not OTHER.match(line):
            return {}, text
    return (fields, text[match.end() :].lstrip("\n")) if fields else ({}, text)


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        inner = value[1:-1]
        return (
            inner.replace('\\"', '"').replace("\\\\", "\\") if value[0] == '"' else inner.replace("''", "'")
        )
    return re.sub(r"\s+#.*$", "", value)
