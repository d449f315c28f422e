"""How people sign in, for an administrator: locks, links, lost devices, and who else keeps the settings."""

from starlette.responses import Response

from config.sign_in import LINK_LIFE, make_sign_in_link
from engine.errors import LastAdministrator
from engine.service.accounts import account_of, accounts, address_of, folded, grant, revoke, unlock
from engine.service.attempts import forget_attempts
from engine.service.directory import find_people
from engine.service.one_time_codes import drop_codes
from web.desk import Desk
from web.guards import Access, Pages
from web.keeping import change, done, note, shown, today

pages = Pages()
HERE = "/cai-dat/tai-khoan"
AT_ONCE = 20
_LONGEST = 200


@pages.get("/cai-dat/tai-khoan", access=Access.ADMINISTRATOR)
async def show(desk: Desk) -> Response:
    """Accounts, and anybody by name."""
    text = desk.asked("q").strip()[:_LONGEST]
    found = find_people(desk.office.database, text=text, on=today(desk), limit=AT_ONCE).items if text else ()
    listed = accounts(desk.office.database, at=desk.at)
    return shown(desk, "settings/sign_ins.html", text=text, found=found, accounts=listed)


@pages.get("/cai-dat/tai-khoan/{person}", access=Access.ADMINISTRATOR)
async def one(desk: Desk) -> Response:
    """One account."""
    return _shown(desk)


@pages.post("/cai-dat/tai-khoan/{person}/mo-khoa", access=Access.ADMINISTRATOR)
async def free(desk: Desk) -> Response:
    """End the locks of an account."""
    person, database = _number(desk), desk.office.database
    was_locked = await desk.run(unlock, database, person)
    for what in ("sign_in", "link_mail"):
        await desk.run(forget_attempts, database, what, who=folded(address_of(database, person)))
    said = (
        desk.say("Đã mở khóa.") if was_locked else desk.say("Tài khoản không bị khóa; số lần thử được tính lại từ đầu.")
    )
    return await _done(desk, "account_unlocked", said=said)


@pages.post("/cai-dat/tai-khoan/{person}/duong-dan", access=Access.ADMINISTRATOR)
async def link(desk: Desk) -> Response:
    """An address that signs somebody in once; shown this once, and noted who made it."""
    person = _number(desk)
    state = account_of(desk.office.database, person)
    noted = await note(desk, change(desk, "account_link", key=person, name=state.name))
    if not noted:
        return desk.go(f"{HERE}/{person}", warning=desk.say("Chưa ghi được vào sổ thay đổi nên không cấp đường dẫn."))
    made = await desk.run(make_sign_in_link, desk.office, person, at=desk.at)
    return _shown(desk, link=made)


@pages.post("/cai-dat/tai-khoan/{person}/bo-ma", access=Access.ADMINISTRATOR)
async def forget(desk: Desk) -> Response:
    """No codes any more: the device is lost."""
    person = _number(desk)
    account_of(desk.office.database, person)
    await desk.run(drop_codes, desk.office.database, person, at=desk.at)
    return await _done(desk, "account_codes_dropped", said=desk.say("Từ nay đăng nhập không cần mã."))


@pages.post("/cai-dat/tai-khoan/{person}/quan-tri", access=Access.ADMINISTRATOR)
async def make(desk: Desk) -> Response:
    """Make somebody an administrator."""
    await desk.run(grant, desk.office.database, _number(desk))
    return await _done(desk, "administrator_made", said=desk.say("Người này nay là quản trị viên."))


@pages.post("/cai-dat/tai-khoan/{person}/thoi-quan-tri", access=Access.ADMINISTRATOR)
async def unmake(desk: Desk) -> Response:
    """Make somebody no administrator any more; never the last."""
    person = _number(desk)
    try:
        was_one = await desk.run(revoke, desk.office.database, person)
    except LastAdministrator as error:
        return _shown(desk, refused=desk.speech.words.error(error))
    if not was_one:
        return desk.go(f"{HERE}/{person}", warning=desk.say("Người này không phải quản trị viên."))
    said = desk.say("Người này thôi làm quản trị viên.")
    return await _done(desk, "administrator_ended", said=said, to_own=person == desk.viewer.person_id)


def _number(desk: Desk) -> int:
    return desk.number("person", what="person")


async def _done(desk: Desk, kind: str, *, said: str, to_own: bool = False) -> Response:
    person = _number(desk)
    noted = change(desk, kind, key=person, name=account_of(desk.office.database, person).name)
    # Who is none any more may not open the settings.
    return await done(desk, noted, path="/tai-khoan" if to_own else f"{HERE}/{person}", said=said)


def _shown(desk: Desk, *, link: str = "", refused: str = "") -> Response:
    person = _number(desk)
    values = {"account": account_of(desk.office.database, person), "address": address_of(desk.office.database, person)}
    status = 409 if refused else 200
    minutes = int(LINK_LIFE.total_seconds() // 60)
    return shown(desk, "settings/sign_in.html", status=status, link=link, refused=refused, minutes=minutes, **values)
