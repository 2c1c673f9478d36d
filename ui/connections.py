"""Connections that dawdle: who does not finish the head of a request in time is hung up on.

The server below us gives a silent connection all the time in the world, and each one costs a descriptor.
Bodies have their deadline in `ui.limits`, idle connections theirs in the server.
"""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 20.0  # a head has a few hundred bytes; a slow phone needs two


class Hasty(H11Protocol):
    """Speaks HTTP/1.1 with whoever gets to the point."""

    head_seconds = HEAD_SECONDS
    _hanging_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Start the clock."""
        super().connection_made(transport)
        self._keep_time()

    def data_received(self, data: bytes) -> None:
        """Stop the clock when a head is whole; start it when another has begun."""
        super().data_received(data)
        self._keep_time()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop()
        super().connection_lost(exc)

    def _keep_time(self) -> None:
        if self.conn.their_state is not h11.IDLE:
            self._stop()
        elif self._hanging_up is None:
            self._hanging_up = self.loop.call_later(self.head_seconds, self.transport.close)

    def _stop(self) -> None:
        if self._hanging_up is not None:
            self._hanging_up.cancel()
            self._hanging_up = None
