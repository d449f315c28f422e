"""One family of errors. The docstring is the message; a translation stands in reports/locales."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


class DondocError(Exception):
    """Something went wrong."""

    def __init__(self, **values: Any) -> None:
        self.values = values
        super().__init__((self.__doc__ or "").split("\n", 1)[0].format(**values))

    @property
    def code(self) -> str:
        """The stable name under which the sentence is translated."""
        return type(self).__name__


@dataclass(frozen=True)
class Problem:
    """One finding in a file: where (``path:line``), which (a code of reports/locales), how grave."""

    place: str
    code: str
    values: dict[str, Any] = field(default_factory=dict)
    is_warning: bool = False


class InputRefused(DondocError):
    """{path} was refused: {count} error(s)."""

    def __init__(self, path: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(path=path, count=sum(not p.is_warning for p in problems))


class DocumentRefused(DondocError):
    """The document {path} cannot be read: {reason}."""


class NaiveInstant(DondocError):
    """The instant {at} carries no time zone."""


# --- calendar and deadlines ---------------------------------------------------------------------


class CalendarNotCovered(DondocError):
    """The working calendar covers no day of {year}."""


class FrameNotCovered(DondocError):
    """The school-year frame has no year {start_year}-{end_year}."""


class RuleNeverFires(DondocError):
    """The recurrence rule {rule} has no occurrence between {start} and {until}."""


class BadRule(DondocError):
    """The deadline rule cannot be read: {reason}."""


class AnchorMissing(DondocError):
    """The deadline counts from {anchor}, whose date is not known."""


class LinkCycle(DondocError):
    """The linked deadlines form a cycle: {path}."""


class PhraseNotUnderstood(DondocError):
    """The phrase "{phrase}" is not a deadline that can be read."""


# --- life cycle ---------------------------------------------------------------------------------


class TransitionRefused(DondocError):
    """Obligation {id} cannot go from {source} to {target}: {why}."""


class NotFound(DondocError):
    """There is no {what} {key}."""


class Ambiguous(DondocError):
    """{what} {key} is not unique: {choices}."""


class Stale(DondocError):
    """Obligation {id} was changed by somebody else meanwhile; look again."""


class ExtensionRefused(DondocError):
    """The extension of obligation {id} is refused: {why}."""


class BadFigure(DondocError):
    """The figure "{field}" cannot be taken: {why}."""


class HistoryBroken(DondocError):
    """The history of obligation {id} does not match its chain at entry {seq}."""


# --- organisation and issuing -------------------------------------------------------------------


class SelectorReachesNobody(DondocError):
    """Task {task}: the owner "{selector}" reaches no unit."""


class ChangeRefused(DondocError):
    """{name} cannot be changed like that: {why}."""


class AlreadyIssued(DondocError):
    """The document {document} of {issuer} was issued already, as directive {id}."""


class SecretDocument(DondocError):
    """A document marked {level} must not enter this system."""


# --- store and operation ------------------------------------------------------------------------


class DatabaseNewer(DondocError):
    """The database is at version {found}, newer than this program knows ({known})."""


class DatabaseMissing(DondocError):
    """There is no database yet at {url}: run "dondoc init"."""


class StorageFailed(DondocError):
    """The database cannot be written: {reason}."""


class RunnerBusy(DondocError):
    """Another runner holds the lock: {holder}, until {until}."""


class PrefectUnnamed(DondocError):
    """No Prefect server is named: set PREFECT_API_URL, for example to http://127.0.0.1:4200/api."""


class PortRefused(DondocError):
    """{host}:{port} cannot be listened on: {why}."""


class PrefectSilent(DondocError):
    """The Prefect server at {url} does not answer: {reason}."""


class PolicyBroken(DondocError):
    """{place}: {reason}."""


class SettingBroken(DondocError):
    """The setting {name} cannot be used: {reason}."""


# --- notifications ------------------------------------------------------------------------------


class AddressRefused(DondocError):
    """The {role} address {address} cannot be used: {reason}."""


class AddressTaken(DondocError):
    """The account on {channel} is linked to somebody else already."""


class LastChannelRefused(DondocError):
    """Reminders of duties cannot be switched off on {channel}, the last channel left."""


class ResendRefused(DondocError):
    """Message {id} cannot be sent again: {why}."""


# --- coming in ----------------------------------------------------------------------------------


class LinkRefused(DondocError):
    """The link cannot be used: {why}."""


class SignInRefused(DondocError):
    """Signing in was refused: {why}."""


class LastAdministrator(DondocError):
    """The last administrator stays one: name another first."""


class KeyRefused(DondocError):
    """The key for a program cannot be made: {why}."""


class KeyReused(DondocError):
    """The idempotency key {key} was used for another request."""


class StillUnderWay(DondocError):
    """The request with the idempotency key {key} is still being worked on."""


class SubscriptionRefused(DondocError):
    """The subscription cannot be taken: {why}."""


class PasswordRefused(DondocError):
    """The password cannot be taken: {why}."""


class TooManyAttempts(DondocError):
    """Too many attempts; try again at {until}."""


class FileRefused(DondocError):
    """The file {name} cannot be taken: {why}."""


class NotKeptByDay(DondocError):
    """Task {task} has no table as of {on}: by day only whole directives are kept."""


class DraftRefused(DondocError):
    """The draft {id} cannot be changed: {why}."""
