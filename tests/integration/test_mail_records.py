"""What receivers look up of the sender's domain, asked of a name server on the loopback."""

from pathlib import Path

import pytest

from config.channel_checks import mail_records
from config.patient import Patient
from engine.clock import SetClock
from notifications.mail_records import MailRecords, ResolverSilent, look_up
from tests.support.name_server import name_server
from tests.support.processes import free_port
from tests.support.zalo import AT

RECORDS = {
    "so.example": "v=spf1 mx -all",
    "_dmarc.so.example": "v=DMARC1; p=none",
    "mail._domainkey.so.example": "v=DKIM1; k=rsa; p=MIIB",
    "bare.example": "something else",
}


def test_records_are_found_and_missed() -> None:
    with name_server(RECORDS) as port:
        found = look_up("so.example", resolver="127.0.0.1", port=port, selector="mail")
        assert found == MailRecords("v=spf1 mx -all", "v=DMARC1; p=none", "v=DKIM1; k=rsa; p=MIIB")
        assert look_up("bare.example", resolver="127.0.0.1", port=port) == MailRecords("", "", None)


@pytest.mark.parametrize("domain", ["so.example", "a..b", "x" * 70 + ".example"])
def test_silent_resolver_is_told(domain: str) -> None:
    with pytest.raises(ResolverSilent):
        look_up(domain, resolver="127.0.0.1", port=free_port(), timeout=0.2)
    with pytest.raises(ResolverSilent):
        look_up(domain, resolver="no address", timeout=0.2)


def test_doctor_asks_only_where_it_was_given_a_resolver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_EMAIL_FROM", "don-doc@bare.example")
    monkeypatch.setenv("DONDOC_DKIM_SELECTOR", "mail")

    def codes(resolver: str) -> list[tuple[str, str]]:
        patient = Patient(tmp_path, "vi", SetClock(AT), None, resolver)
        return [(level, code) for level, code, _ in mail_records(patient)]

    assert codes("") == [("ok", "records_not_asked")]
    assert codes("127.0.0.1#x") == [("warning", "resolver_silent")]
    with name_server(RECORDS) as port:
        assert codes(f"127.0.0.1#{port}") == [
            ("warning", "record_missing_spf"),
            ("warning", "record_missing_dmarc"),
            ("warning", "record_missing_dkim"),
        ]
        monkeypatch.setenv("DONDOC_EMAIL_FROM", "don-doc@so.example")
        assert codes(f"127.0.0.1#{port}") == [("ok", "records_ok")]
