"""What the world can look up of a mail domain: SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 7489) records."""

from dataclasses import dataclass

from dns.exception import DNSException
from dns.name import EmptyLabel, LabelTooLong
from dns.resolver import NXDOMAIN, NoAnswer, Resolver

_MARKS = {"spf": "v=spf1", "dmarc": "v=DMARC1", "dkim": "p="}


@dataclass(frozen=True)
class MailRecords:
    """The records as they stand, "" for one that is not there; ``dkim`` is None where no selector is known."""

    spf: str
    dmarc: str
    dkim: str | None


class ResolverSilent(Exception):
    """The resolver did not answer, or could not be asked. Its text says why."""


def look_up(domain: str, *, resolver: str, port: int = 53, selector: str = "", timeout: float = 5) -> MailRecords:
    """Ask ``resolver`` (an IP address) for the records of ``domain``. Raises ResolverSilent."""
    asked = Resolver(configure=False)
    try:
        asked.nameservers = [resolver]
    except ValueError as error:
        raise ResolverSilent(str(error)) from error
    asked.port = port
    asked.lifetime = timeout
    return MailRecords(
        _record(asked, domain, kind="spf"),
        _record(asked, f"_dmarc.{domain}", kind="dmarc"),
        _record(asked, f"{selector}._domainkey.{domain}", kind="dkim") if selector else None,
    )


def _record(asked: Resolver, name: str, *, kind: str) -> str:
    try:
        found = asked.resolve(name, "TXT")
    except (NXDOMAIN, NoAnswer):
        return ""
    except (DNSException, EmptyLabel, LabelTooLong, OSError) as error:
        raise ResolverSilent(f"{name}: {type(error).__name__}") from error
    texts = (b"".join(row.strings).decode("utf-8", "replace") for row in found)
    return next((text for text in texts if _MARKS[kind].lower() in text.lower()), "")
