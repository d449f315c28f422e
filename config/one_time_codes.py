"""One-time codes of an authenticator (TOTP, RFC 6238): six digits for thirty seconds, good one step early or late."""

from datetime import datetime
from hmac import compare_digest

from pyotp import TOTP, random_base32

from config.sealing import Seal
from engine.service.one_time_codes import StepOf

SECONDS = 30
_STEPS = (0, -1, 1)
_KEY = "totp"


def new_secret() -> str:
    """A secret of 160 bits in the letters that authenticators take."""
    return random_base32()


def sealed(secret: str, *, seal: Seal) -> str:
    """A secret as it may lie in the database."""
    return seal.close({_KEY: secret})


def opened(text: str, *, seal: Seal) -> str:
    """A secret that was sealed. Raises SettingBroken for one that another key sealed."""
    return seal.open(text)[_KEY]


def provisioning_uri(secret: str, *, address: str, office: str) -> str:
    """What an authenticator reads from a QR picture (otpauth://…). Show it to its owner only."""
    return TOTP(secret, interval=SECONDS).provisioning_uri(name=address, issuer_name=office)


def code_at(secret: str, *, at: datetime) -> str:
    """The code of an instant."""
    return TOTP(secret, interval=SECONDS).generate_otp(_step(at))


def steps_near(at: datetime, *, seal: Seal) -> StepOf:
    """Of which step a code is: of the instant's own, the one before or the one after; each is compared."""

    def step_of(text: str, code: str) -> int | None:
        totp = TOTP(opened(text, seal=seal), interval=SECONDS)
        fits = [_step(at) + move for move in _STEPS if compare_digest(totp.generate_otp(_step(at) + move), code)]
        return fits[0] if fits else None

    return step_of


def _step(at: datetime) -> int:
    return int(at.timestamp()) // SECONDS
