"""`genxi chat`: the web chat, until interrupted."""

from ui.call import Call
from ui.exits import DONE
from ui.serving import listen


def run(call: Call) -> int:
    """Serve the store; a missing store or a taken port is said before the page framework loads."""

    def announce(address: str) -> None:
        call.output.put({"address": address}, f"Genxi 根系: {address}   (Ctrl-C stops it)")

    with call.store() as store:
        listen(call.options.host, call.options.port).close()
        call.output.remark("Starting the web chat …")
        from rag.storage.conversations import Conversations
        from ui.commands.evaluation.draft import proposer
        from ui.web import serve
        from ui.workshop.workshop import Workshop

        token = call.settings.token.reveal() if call.settings.token else None
        with Conversations(call.settings.data) as kept:
            host, port = call.options.host, call.options.port
            shop = Workshop(
                store,
                call.settings.data,
                lambda: [one.answer for one in kept.judged(-1)],
                propose=lambda: proposer(call),
            )
            serve(store, host, port, announce, token=token, conversations=kept, workshop=shop)
    return DONE
