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
        from ui.workshop.workshop import Workshop

        with Conversations(call.settings.data) as kept:
            shop = Workshop(store, call.settings.data, lambda: [one.answer for one in kept.judged(-1)])
            host, port = call.options.host, call.options.port
            serve(store, host, port, announce, conversations=kept, workshop=shop, **told)
    return DONE
