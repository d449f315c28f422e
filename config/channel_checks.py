"""The doctor's checks of channels: stopped ones, addresses, the token, silence, the clock, messages in doubt."""

from collections.abc import Iterator
from datetime import timedelta

from config.patient import Found, Patient
from engine.service import credentials
from engine.service.contacts import failed_addresses
from engine.service.oversight import count_unknown, silence, stopped_channels
from notifications.mail_records import ResolverSilent, look_up

TOKEN = "zalo"  # noqa: S105 - a name
TOKEN_ENDS_SOON = timedelta(days=14)
SKEW = timedelta(minutes=1)
_HOUR = timedelta(hours=1)


def stopped(patient: Patient) -> Iterator[Found]:
    """Channels that wait, with the reason and when they are tried again."""
    found = stopped_channels(patient.database)
    for one in found:
        values = {"channel": one.channel, "reason": one.reason}
        if one.probe_at is None:
            yield "error", "channel_stopped", values
        else:
            yield "error", "channel_probed", {**values, "probe_at": one.probe_at}
    if not found:
        yield "ok", "channels_ok", {}


def addresses(patient: Patient) -> Iterator[Found]:
    """Addresses that failed by themselves; what somebody revoked is their wish."""
    found = [one for one in failed_addresses(patient.database) if one["disabled_reason"] != "revoked"]
    if not found:
        yield "ok", "addresses_ok", {}
        return
    first = found[0]
    values = {"person": first["person_name"], "channel": first["channel"], "address": first["address"]}
    yield "warning", "addresses_failed", {"count": len(found), **values}


def token(patient: Patient) -> Iterator[Found]:
    """The age of the token of Zalo, until when it can be renewed, and whether it was lost."""
    found = credentials.read(patient.database, TOKEN)
    if found is None:
        yield "ok", "token_none", {}
        return
    if found.lost_at is not None:
        yield "error", "token_lost", {"at": found.lost_at, "reason": found.lost_reason}
        return
    until = found.renewable_until_at or found.expires_at
    values = {"hours": (patient.now - found.renewed_at) // _HOUR, "until": until}
    if until <= patient.now:
        yield "error", "token_ended", values
    elif until - patient.now <= TOKEN_ENDS_SOON:
        yield "warning", "token_ends", values
    else:
        yield "ok", "token_ok", values


def silent(patient: Patient) -> Iterator[Found]:
    """Nothing delivered in 24 working hours although messages were due."""
    found = silence(patient.database, at=patient.now)
    if found is None or found.lasted < _HOUR:
        yield "ok", "silence_ok", {}
        return
    values = {"since": found.since, "hours": found.lasted // _HOUR}
    yield ("error", "silence_long", values) if found.is_alarming else ("warning", "silence_begun", values)


def skew(patient: Patient) -> Iterator[Found]:
    """This machine's clock against another, where one is given."""
    if patient.time_source is None:
        yield "ok", "skew_unasked", {}
        return
    difference = patient.now - patient.time_source()
    values = {"seconds": abs(round(difference.total_seconds()))}
    yield ("warning", "skew_found", values) if abs(difference) > SKEW else ("ok", "skew_ok", values)


def unknown(patient: Patient) -> Iterator[Found]:
    """Messages of which nobody knows whether they arrived."""
    count = count_unknown(patient.database)
    yield ("warning", "unknown_some", {"count": count}) if count else ("ok", "unknown_none", {})


def mail_records(patient: Patient) -> Iterator[Found]:
    """What receivers look up of the sender's domain; only where a resolver was given to ask."""
    domain = patient.settings.email_from.rpartition("@")[2]
    if not patient.resolver:
        yield "ok", "records_not_asked", {"domain": domain}
        return
    address, _, port = patient.resolver.partition("#")
    try:
        found = look_up(domain, resolver=address, port=int(port or 53), selector=patient.settings.dkim_selector)
    except (ResolverSilent, ValueError) as error:
        yield "warning", "resolver_silent", {"resolver": patient.resolver, "reason": str(error)}
        return
    missing = [name for name in ("spf", "dmarc", "dkim") if getattr(found, name) == ""]
    for name in missing:
        yield "warning", f"record_missing_{name}", {"domain": domain, "selector": patient.settings.dkim_selector}
    if not missing:
        yield "ok", "records_ok", {"domain": domain}
