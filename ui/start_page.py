"""The framework's start page made ours: its language, our style sheet and script, nothing foreign.

Gradio's template names other hosts in its metadata and leaves its inline scripts without a nonce. Both
are mended here in the served text, so that a strict Content-Security-Policy can stand beside it.
"""

import re

# The scripts stay inline scripts of the template; ours are files, loaded before the application starts.
OURS = '<link rel="stylesheet" href="./genxi/chat.css"><script src="./genxi/chat.js"></script>'

_PREVIEWS = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>')
_SCRIPT = re.compile(r"<script(?=[\s>])")


def made_ours(html: str, nonce: str, language: str = "zh-Hans") -> str:
    """Return the start page with `nonce` on every script, link previews removed and OURS in its head."""
    html = _PREVIEWS.sub("", html)
    html = html.replace('lang="en"', f'lang="{language}"', 1).replace("<head>", f"<head>{OURS}", 1)
    return _SCRIPT.sub(f'<script nonce="{nonce}"', html)


def policy(nonce: str) -> str:
    """Return the Content-Security-Policy of the page.

    Gradio builds its templates with `new Function`, hence 'unsafe-eval', and styles elements in place.
    Scripts and event handlers written into HTML are refused: a text that slipped through unescaped would
    still not run. Every kind of request is confined to this server.
    """
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'nonce-{nonce}' 'unsafe-eval'",
            "script-src-attr 'none'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "frame-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'self'",
            "form-action 'self'",
        )
    )
