"""Coming in: every way ends here, with limits on trying, and with a second step where its owner wants one."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from config.bootstrap import Office
from config.one_time_codes import steps_near
from config.passwords import TypedPassword, hash_of, require_good
from engine.errors import SignInRefused
from engine.service.accounts import account_of, check_password, find, folded, replace_hash, set_password
from engine.service.attempts import count_attempt, forget_attempts
from engine.service.one_time_codes import require_code
from engine.service.sessions import look_at_link, make_link, open_session, use_link, viewer_of

SIGN_IN, SECOND_STEP = "sign_in", "second_step"
LINK_LIFE = timedelta(minutes=15)
STEP_LIFE = timedelta(minutes=10)
HOME = "/"
_HOUR = timedelta(hours=1)
# A whole office may stand behind one address of the network.
_BY_CLIENT, _BY_ADDRESS, _LINKS, _CODES = 300, 20, 300, 300


@dataclass(frozen=True)
class Entered:
    """How far somebody came: ``session`` is the token of an open session, or "" where ``step``, a token for
    ``enter_by_code``, stands for who must give a code first. ``onward``: where the page goes on."""

    session: str = field(repr=False)
    step: str = field(repr=False)
    onward: str


@dataclass(frozen=True)
class Caller:
    """Who knocks: the address in the network, what the browser says of itself, and when."""

    client: str
    at: datetime
    device: str = ""


def local_path(wanted: str) -> str:
    """A path of this site; the first page for anything that leads elsewhere."""
    is_local = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if is_local and wanted.isprintable() and len(wanted) < 1_000 else HOME


def link_address(office: Office, token: str) -> str:
    """The address that a sign-in link has."""
    return f"{office.settings.page_address}/vao/{token}"


def make_sign_in_link(office: Office, person_id: int, *, at: datetime, onward: str = HOME) -> str:
    """A new sign-in link for a person: the whole address, good once, for 15 minutes."""
    target = local_path(onward)
    token = make_link(office.database, person_id, purpose=SIGN_IN, lifetime=LINK_LIFE, at=at, target=target)
    return link_address(office, token)


def enter(office: Office, person_id: int, *, means: str, caller: Caller, onward: str = HOME) -> Entered:
    """Let a proven person in, or ask for the second step. Raises SignInRefused (no_post), NotFound."""
    state = account_of(office.database, person_id)
    viewer = viewer_of(office.database, person_id, name=state.name, at=caller.at)
    if not viewer.posts and not state.is_administrator:
        raise SignInRefused(why="no_post")
    onward = local_path(onward)
    if not state.has_code:
        return Entered(_session(office, person_id, means=means, caller=caller), "", onward)
    target = json.dumps([means, onward])
    step = make_link(office.database, person_id, purpose=SECOND_STEP, lifetime=STEP_LIFE, at=caller.at, target=target)
    return Entered("", step, onward)


def enter_by_password(office: Office, address: str, *, password: str, caller: Caller, onward: str = HOME) -> Entered:
    """Sign in by password; slow on purpose, so not for the loop of the server. Raises SignInRefused (wrong, no_post),
    TooManyAttempts."""
    database, at = office.database, caller.at
    count_attempt(database, "sign_in_client", who=caller.client, limit=_BY_CLIENT, window=_HOUR, at=at)
    count_attempt(database, "sign_in", who=folded(address), limit=_BY_ADDRESS, window=_HOUR, at=at)
    typed = TypedPassword(password)
    right = check_password(database, address, verify=typed, at=at)
    if typed.renewed is not None:
        replace_hash(database, right.person_id, old=right.password_hash, new=typed.renewed)
    forget_attempts(database, "sign_in", who=folded(address))
    return enter(office, right.person_id, means="password", caller=caller, onward=onward)


def enter_by_link(office: Office, token: str, *, caller: Caller) -> Entered:
    """Sign in by a link out of a mail, which is used up. Raises LinkRefused, SignInRefused (no_post),
    TooManyAttempts."""
    count_attempt(office.database, "link", who=caller.client, limit=_LINKS, window=_HOUR, at=caller.at)
    link = use_link(office.database, token, purpose=SIGN_IN, at=caller.at)
    return enter(office, link.person_id, means="link", caller=caller, onward=link.target or HOME)


def enter_by_code(office: Office, step: str, *, code: str, caller: Caller) -> Entered:
    """The second step: a code of the authenticator, or a recovery code. A wrong one may be followed by another within
    ten minutes. Raises LinkRefused (begin again), SignInRefused (code), TooManyAttempts."""
    database, at = office.database, caller.at
    count_attempt(database, "code", who=caller.client, limit=_CODES, window=_HOUR, at=at)
    link = look_at_link(database, step, purpose=SECOND_STEP, at=at)
    require_code(database, link.person_id, code=code, step_of=steps_near(at, seal=office.seal), at=at)
    use_link(database, step, purpose=SECOND_STEP, at=at)
    means, onward = json.loads(link.target)
    return Entered(_session(office, link.person_id, means=means, caller=caller), "", onward)


def choose_password(
    office: Office, person_id: int, *, password: str, address: str, at: datetime, but_session: str | None = None
) -> None:
    """Give a person a password; other sessions end. Slow on purpose. Raises PasswordRefused, NotFound."""
    name = account_of(office.database, person_id).name
    require_good(password, about=(name, address, office.settings.office_name))
    set_password(office.database, person_id, password_hash=hash_of(password), at=at, but_session=but_session)


def is_password(office: Office, address: str, *, password: str, at: datetime) -> bool:
    """Whether a signed-in person knows the password, before it is changed; wrong ones count and lock. Slow on
    purpose."""
    if find(office.database, address) is None:
        return False
    try:
        check_password(office.database, address, verify=TypedPassword(password), at=at)
    except SignInRefused:
        return False
    return True


def _session(office: Office, person_id: int, *, means: str, caller: Caller) -> str:
    return open_session(office.database, person_id, means=means, at=caller.at, device=caller.device)
