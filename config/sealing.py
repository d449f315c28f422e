"""Sealing secrets that have to lie in the database, and the key for it: a file that only its owner may read."""

import json
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp

from cryptography.fernet import Fernet, InvalidToken

from engine.errors import SettingBroken

KEY_FILE = "secret.key"


class Seal:
    """Encrypts and proves texts (Fernet: AES-128-CBC with HMAC-SHA256)."""

    def __init__(self, key: bytes) -> None:
        self._fernet = Fernet(key)
        # Another use of the key gets a key of its own.
        self.mail_key = sha256(b"dondoc mail addresses " + key).digest()

    def close(self, values: dict[str, str]) -> str:
        """``values`` as a text that only the key opens."""
        return self._fernet.encrypt(json.dumps(values).encode()).decode("ascii")

    def open(self, sealed: str) -> dict[str, str]:
        """What was sealed; SettingBroken for a text that this key did not seal."""
        try:
            found: dict[str, str] = json.loads(self._fernet.decrypt(sealed.encode()))
        except InvalidToken as error:
            raise SettingBroken(name="DONDOC_SECRET_KEY_FILE", reason="it does not open what it should") from error
        return found


def seal_of(folder: Path, *, key_file: Path | None) -> Seal:
    """The seal with the key of a file, made in ``folder`` the first time. Raises SettingBroken."""
    path = key_file or folder / KEY_FILE
    try:
        if key_file is None:
            _make(path)
        return Seal(path.read_bytes().strip())
    except (OSError, ValueError) as error:
        raise SettingBroken(name="DONDOC_SECRET_KEY_FILE", reason=f"{path}: {error}") from error


def _make(path: Path) -> None:
    """A new key, unless one is there: two processes that begin at once get the same one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        return
    # A name of its own: two containers on one folder may have the same process number. Only its owner may read it.
    descriptor, name = mkstemp(prefix=f".{path.name}.", dir=path.parent)
    draft = Path(name)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(Fernet.generate_key())
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
