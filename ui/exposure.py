"""Who can reach a server: this machine alone, unless a token or an explicit word lets others in."""

from ipaddress import ip_address

from embeddings.errors import AppError

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class TokenWanted(AppError):
    """The server would be open to other machines without a token."""


def names_served(host: str, token: str | None, *, open_to_all: bool = False) -> frozenset[str] | None:
    """Return the names a server on `host` answers to; None is any name.

    Raises TokenWanted if other machines could reach it without a token and nobody said they may.
    """
    if is_loopback(host):
        return LOOPBACK | {host}
    if token is None and not open_to_all:
        raise TokenWanted(
            f"On {host} other machines could read and change everything. "
            "Set GENXI_TOKEN, or accept that with --without-token, or use --host 127.0.0.1"
        )
    return None


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach `host`."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
