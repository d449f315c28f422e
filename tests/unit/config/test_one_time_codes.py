"""One-time codes: of which step a code is, and how a secret is sealed."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.fernet import Fernet

from config.one_time_codes import SECONDS, code_at, new_secret, opened, provisioning_uri, sealed, steps_near
from config.sealing import Seal
from engine.errors import SettingBroken

AT = datetime(2023, 10, 10, 1, 0, 10, tzinfo=UTC)
STEP = int(AT.timestamp()) // SECONDS
SEAL = Seal(Fernet.generate_key())
# RFC 6238, appendix B: "12345678901234567890", the last six of eight digits.
PUBLISHED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")])
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert code_at(PUBLISHED, at=datetime.fromtimestamp(seconds, UTC)) == code


@pytest.mark.parametrize("steps", [-3, -2, -1, 0, 1, 2, 3])
def test_code_is_good_one_step_early_or_late(steps: int) -> None:
    secret = new_secret()
    found = steps_near(AT, seal=SEAL)(sealed(secret, seal=SEAL), code_at(secret, at=AT + timedelta(seconds=30 * steps)))
    assert found == (STEP + steps if abs(steps) <= 1 else None)


def test_secret_is_opened_by_its_seal_only() -> None:
    secret = new_secret()
    kept = sealed(secret, seal=SEAL)
    assert secret not in kept
    assert opened(kept, seal=SEAL) == secret
    with pytest.raises(SettingBroken):
        opened(kept, seal=Seal(Fernet.generate_key()))


def test_authenticator_reads_secret_person_and_office() -> None:
    uri = urlsplit(provisioning_uri(PUBLISHED, address="a@x.example", office="Phòng GDĐT"))
    asked = parse_qs(uri.query)
    assert (uri.scheme, uri.netloc) == ("otpauth", "totp")
    assert (asked["secret"], asked["issuer"]) == ([PUBLISHED], ["Phòng GDĐT"])
