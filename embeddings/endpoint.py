"""One OpenAI-compatible server: where it is, how long to wait, what to try again.

Every failure becomes an EndpointError that names the address, what came back and what to do. The key is
sent and never shown.
"""

import email.utils
import itertools
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from embeddings.errors import EndpointError

if TYPE_CHECKING:
    import httpx

TRIES = 4  # with the pauses below a restart or a short overload is survived within seven seconds
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0  # a server that asks for more is reported, not waited for
DETAIL_CHARACTERS = 300
FAREWELL = "[DONE]"

_EVENTS = re.compile(r"\ufeff?\s*(?:data|event|id|retry)?:")
# Some servers report an error in a reply of its own kind, with a status of 200.
_FAULTS = {"code", "message", "detail", "error_code", "error_msg"}
_ANSWERS = {"choices", "data"}

ADVICE = {
    400: "Check the model name and its limits",
    401: "Check the key (GENXI_API_KEY)",
    403: "Check the key (GENXI_API_KEY) and what it may use",
    404: "Check the address (it usually ends in /v1) and the model name",
    413: "Send shorter texts",
    429: "The server is overloaded or a quota is used up; try again later",
}


class Endpoint:
    """A server and the connections kept open to it; safe to share between threads."""

    def __init__(
        self,
        url: str,
        key: str | None = None,
        *,
        timeout_seconds: float = 60.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if _scheme(url) not in ("http", "https"):
            raise EndpointError(
                f"{url} is not the address of a server. It should look like http://localhost:8000/v1"
            )
        if key and not (key.isascii() and key.isprintable()):
            raise EndpointError(
                "The key (GENXI_API_KEY) holds characters that cannot be sent. Copy it again."
            )
        self._base = url.rstrip("/")
        self._key = key
        self._timeout_seconds = timeout_seconds
        self._sleep = sleep

    def __repr__(self) -> str:
        return f"Endpoint({self.url!r})"

    @property
    def url(self) -> str:
        """The address without a password it may contain."""
        return public(self._base)

    def post_json(self, path: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Send `payload` to `path` and return the object that comes back."""
        with self._exchange(path, payload) as response:
            return self._object(path, self._read(path, response))

    def stream_json(
        self, path: str, payload: dict[str, Any], *, is_last: Callable[[dict[str, Any]], object] | None = None
    ) -> Iterator[dict[str, Any]]:
        """Send `payload` asking for a stream and yield its events as they come.

        A server that does not stream gives one event, its whole answer. With `is_last`, a stream that ends
        before such an event or `[DONE]` has broken off.
        """
        import httpx

        with self._exchange(path, payload | {"stream": True}) as response:
            chunks = response.iter_bytes()
            if "event-stream" not in response.headers.get("content-type", ""):
                body = self._read(path, response)
                if not _EVENTS.match(body):
                    yield self._object(path, body)
                    return
                chunks = iter([response.content])  # events, called something else
            ended = is_last is None
            try:
                for message in _messages(_lines(chunks)):
                    if message == FAREWELL:
                        return
                    event = self._object(path, message)
                    ended = ended or bool(is_last and is_last(event))
                    yield event
            except httpx.TransportError as error:
                raise self._broken(path, error) from error
            if not ended:
                raise self._broken(path, EndpointError("the stream ended early"))

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    @cached_property
    def _client(self) -> "httpx.Client":
        import httpx

        headers = {"Content-Type": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        return httpx.Client(timeout=self._timeout_seconds, headers=headers)

    @contextmanager
    def _exchange(self, path: str, payload: dict[str, Any]) -> Iterator["httpx.Response"]:
        """Yield a successful response whose body is still to be read."""
        response = self._send(path, payload)
        try:
            if not response.is_success:
                raise self._refused(path, response.status_code, self._read(path, response))
            yield response
        finally:
            response.close()

    def _send(self, path: str, payload: dict[str, Any]) -> "httpx.Response":
        """Return the first response that is not worth another try."""
        import httpx

        for pause in (*(FIRST_PAUSE_SECONDS * 2**number for number in range(TRIES - 1)), None):
            try:
                request = self._client.build_request("POST", self._base + path, content=json.dumps(payload))
                response = self._client.send(request, stream=True)
            except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
                raise EndpointError(f"{self.url} is not the address of a server: {error}") from error
            except httpx.TransportError as error:
                if pause is None or isinstance(error, httpx.ReadTimeout | httpx.WriteTimeout):
                    raise self._broken(path, error) from error
            else:
                if pause is None or not _is_passing(response.status_code):
                    return response
                pause = _asked_pause(response.headers.get("retry-after"), pause)
                if pause > LONGEST_PAUSE_SECONDS:
                    return response
                response.close()
            self._sleep(pause)
        raise AssertionError("the last try returns or raises")

    def _read(self, path: str, response: "httpx.Response") -> str:
        import httpx

        try:
            response.read()
        except httpx.TransportError as error:
            raise self._broken(path, error) from error
        return response.text

    def _object(self, path: str, body: str) -> dict[str, Any]:
        try:
            value = json.loads(body)
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise EndpointError(
                f"{self.url}{path} answered something that is not a JSON object: {self._shown(body)}. "
                "Check that the address is that of an OpenAI-compatible server (it usually ends in /v1)."
            )
        if value.get("error") or (value.keys() & _FAULTS and not value.keys() & _ANSWERS):
            raise EndpointError(f"{self.url}{path} reported an error: {self._shown(_detail(body))}")
        return value

    def _refused(self, path: str, status: int, body: str) -> EndpointError:
        advice = ADVICE.get(
            status, "The server failed; try again later" if status >= 500 else "Check the address"
        )
        return EndpointError(f"{self.url}{path} answered {status}: {self._shown(_detail(body))}. {advice}.")

    def _broken(self, path: str, error: Exception) -> EndpointError:
        reason = self._shown(str(error)) or type(error).__name__
        return EndpointError(
            f"{self.url}{path} could not be reached or broke off: {reason}. Check that the server runs."
        )

    def _shown(self, text: str) -> str:
        """Return a text of the server's, shortened, on one line and without the key, should it echo it."""
        line = " ".join(text.split())
        return (line.replace(self._key, "***") if self._key else line)[:DETAIL_CHARACTERS]


def public(url: str) -> str:
    """Return a URL without its user and password."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _scheme(url: str) -> str:
    try:
        return urlsplit(url).scheme
    except ValueError:  # half of an IPv6 address, such as http://[abc/v1
        return ""


def _is_passing(status: int) -> bool:
    return status == 429 or status >= 500


def _asked_pause(retry_after: str | None, otherwise: float) -> float:
    """Return the seconds a Retry-After header asks for: a number, or a date (RFC 9110, 10.2.3)."""
    if retry_after is None:
        return otherwise
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        date = email.utils.parsedate_to_datetime(retry_after)
    except ValueError:
        return otherwise
    return max(0.0, (date.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    """Yield the lines of a body; only a line feed ends one, whatever stands inside a JSON string."""
    held = b""
    for chunk in chunks:
        *whole, held = (held + chunk).split(b"\n")
        yield from (_line(line) for line in whole)
    yield _line(held)


def _line(line: bytes) -> str:
    return line.decode("utf-8", "replace").removeprefix("\ufeff").removesuffix("\r")


def _messages(lines: Iterable[str]) -> Iterator[str]:
    """Yield the data of server-sent events; one ends at an empty line, or where its data are whole."""
    data: list[str] = []
    for line in itertools.chain(lines, [""]):
        if line.startswith("data:"):
            data.append(line[5:].removeprefix(" "))
        message = "\n".join(data).strip()
        if message and (not line or _is_whole(message)):
            yield message
            data = []


def _is_whole(message: str) -> bool:
    """Tell whether data are an event; some servers put no empty line between two."""
    if message == FAREWELL:
        return True
    try:
        json.loads(message)
    except ValueError:
        return False
    return True


def _detail(body: str) -> str:
    """Return the message inside an error reply, or the reply itself."""
    try:
        value = json.loads(body)
    except ValueError:
        return body
    for key in ("error", "message", "detail", "error_msg"):
        value = value.get(key, value) if isinstance(value, dict) else value
    return value if isinstance(value, str) else body
