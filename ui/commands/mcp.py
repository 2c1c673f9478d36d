"""`genxi mcp`: the documents as tools of an assistant, over standard streams or HTTP."""

from typing import Any

from ui.call import Call
from ui.commands.reach import reach, start_log
from ui.exits import DONE


def run(call: Call) -> int:
    """Serve until the assistant leaves, or Ctrl-C."""
    with call.store() as store:
        if call.options.http:
            _over_http(call, store)
            return DONE
        start_log(call)
        from ui.mcp.serving import over_streams

        over_streams(store, log_questions=call.options.log == "questions")
    return DONE


def _over_http(call: Call, store: Any) -> None:
    def announce(address: str) -> None:
        call.output.put({"address": address}, f"Genxi 根系, MCP: {address}   (Ctrl-C stops it)")

    told = reach(call)
    from ui.mcp.serving import over_http

    over_http(store, call.options.host, call.options.port, announce, **told)
