"""What `genxi chat` and `genxi mcp --http` share: who may reach the server, and what it writes down."""

import sys
from typing import TypedDict

from ui import logs
from ui.call import Call
from ui.exposure import names_served
from ui.serving import listen


class Reach(TypedDict):
    """The arguments by which a server is told who may reach it and what to write down."""

    token: str | None
    open_to_all: bool
    log_questions: bool


def reach(call: Call) -> Reach:
    """Return what the options and the settings say, and start the log if there is to be one.

    Raises TokenWanted, PortTaken, AddressUnusable: before anything heavy is imported.
    """
    options = call.options
    token = call.settings.token.reveal() if call.settings.token else None
    names_served(options.host, token, open_to_all=options.without_token)
    listen(options.host, options.port).close()
    start_log(call)
    return {
        "token": token,
        "open_to_all": options.without_token,
        "log_questions": options.log == "questions",
    }


def start_log(call: Call) -> None:
    """Write the log to standard error if the options ask for one."""
    if call.options.log is not None:
        logs.write_to(sys.stderr)
