"""`genxi chat`: the web chat, until interrupted."""

from ui.call import Call
from ui.commands.reach import reach
from ui.exits import DONE


def run(call: Call) -> int:
    """Serve the store; what stands in the way of that is said before the page framework loads."""

    def announce(address: str) -> None:
        call.output.put({"address": address}, f"Genxi 根系: {address}   (Ctrl-C stops it)")

    with call.store() as store:
        told = reach(call)
        call.output.remark("Starting the web chat …")
        from rag.storage.conversations import Conversations
        from ui.web import serve

        with Conversations(call.settings.data) as kept:
            serve(store, call.options.host, call.options.port, announce, conversations=kept, **told)
    return DONE
