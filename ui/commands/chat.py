"""`genxi chat`: the web chat, until interrupted."""

from ui.call import Call
from ui.exits import DONE


def run(call: Call) -> int:
    """Open the store and serve it; a store that is missing is said before the page framework loads."""

    def announce(address: str) -> None:
        call.output.put({"address": address}, f"Genxi 根系: {address}   (Ctrl-C stops it)")

    with call.store() as store:
        call.output.remark("Starting the web chat …")
        from ui.web import serve

        serve(store, call.options.host, call.options.port, announce)
    return DONE
