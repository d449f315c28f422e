"""One's own account: password, codes, where one is signed in, keys for programs, the calendar's address."""

from datetime import timedelta

from starlette.responses import Response

from config.one_time_codes import new_secret, opened, provisioning_uri, sealed, steps_near
from config.sign_in import choose_password, is_password
from engine.access import Scope
from engine.errors import DondocError
from engine.service.accounts import account_of, address_of
from engine.service.api_tokens import make_token, revoke_token, tokens_of
from engine.service.calendar_feeds import feed_made_at, renew_feed, revoke_feed
from engine.service.one_time_codes import begin_codes, confirm_codes, drop_codes, pending_secret, renew_recovery_codes
from engine.service.sessions import end_sessions, sessions_of
from web.desk import Desk
from web.guards import Pages
from web.presenters.account import device_of, picture_of

pages = Pages()
KEY_DAYS = 180


@pages.get("/tai-khoan")
async def show(desk: Desk) -> Response:
    """Everything about one's own account."""
    return await _shown(desk)


@pages.post("/tai-khoan/mat-khau")
async def change_password(desk: Desk) -> Response:
    """Choose a password; other devices are signed out."""
    viewer, office = desk.viewer, desk.office
    form = await desk.form()
    old, new = str(form.get("old", "")), str(form.get("new", ""))
    address = address_of(office.database, viewer.person_id)
    if new != str(form.get("again", "")):
        return await _shown(desk, error=desk.say("Hai lần gõ mật khẩu mới không giống nhau."), at="password")
    if account_of(office.database, viewer.person_id).has_password:
        is_right = await desk.run(is_password, office, address, password=old, at=desk.at)
        if not is_right:
            return await _shown(desk, error=desk.say("Mật khẩu hiện tại không đúng."), at="password")
    try:
        await desk.run(
            choose_password,
            office,
            viewer.person_id,
            password=new,
            address=address,
            at=desk.at,
            but_session=desk.signed.token_hash if desk.signed else None,
        )
    except DondocError as error:
        return await _shown(desk, error=desk.speech.words.error(error), at="password")
    return desk.go("/tai-khoan", done=desk.say("Đã đổi mật khẩu; các máy khác đã được đăng xuất."))


@pages.post("/tai-khoan/ma")
async def begin(desk: Desk) -> Response:
    """A new secret for an authenticator, which counts after a first right code."""
    hidden = sealed(new_secret(), seal=desk.office.seal)
    await desk.run(begin_codes, desk.office.database, desk.viewer.person_id, sealed=hidden)
    return desk.go("/tai-khoan")


@pages.post("/tai-khoan/ma/xac-nhan")
async def confirm(desk: Desk) -> Response:
    """Turn codes on."""
    code, steps = await desk.field("code"), steps_near(desk.at, seal=desk.office.seal)
    database, person = desk.office.database, desk.viewer.person_id
    try:
        codes = await desk.run(confirm_codes, database, person, code=code, step_of=steps, at=desk.at)
    except DondocError as error:
        return await _shown(desk, error=desk.speech.words.error(error), at="code")
    return await _shown(desk, codes=codes)


@pages.post("/tai-khoan/ma/du-phong")
async def renew_codes(desk: Desk) -> Response:
    """New recovery codes in the place of the old."""
    codes = await desk.run(renew_recovery_codes, desk.office.database, desk.viewer.person_id, at=desk.at)
    return await _shown(desk, codes=codes)


@pages.post("/tai-khoan/ma/bo")
async def drop(desk: Desk) -> Response:
    """No codes any more; asks for the password where there is one."""
    person, office = desk.viewer.person_id, desk.office
    typed, address = str((await desk.form()).get("old", "")), address_of(office.database, person)
    if account_of(office.database, person).has_password:
        is_right = await desk.run(is_password, office, address, password=typed, at=desk.at)
        if not is_right:
            return await _shown(desk, error=desk.say("Mật khẩu hiện tại không đúng."), at="code")
    await desk.run(drop_codes, office.database, person, at=desk.at)
    return desk.go("/tai-khoan", done=desk.say("Đã bỏ mã xác thực."))


@pages.post("/tai-khoan/phien")
async def end(desk: Desk) -> Response:
    """Sign out elsewhere: one device, or all others."""
    mine, only = desk.signed.token_hash if desk.signed else "", await desk.field("only")
    which = {"only": only} if only else {"but": mine}
    ended = await desk.run(end_sessions, desk.office.database, desk.viewer.person_id, at=desk.at, **which)
    done = desk.speech.count("Đã đăng xuất %(n)s máy.", "Đã đăng xuất %(n)s máy.", n=ended)
    return desk.go("/tai-khoan", done=done)


@pages.post("/tai-khoan/khoa")
async def make_key(desk: Desk) -> Response:
    """A key with which a program acts for oneself; shown this once."""
    form = await desk.form()
    scopes = [scope for scope in Scope if scope.value in form.getlist("scope")]
    name, until = await desk.field("name"), desk.at + timedelta(days=KEY_DAYS)
    try:
        key = await desk.run(
            make_token,
            desk.office.database,
            desk.viewer.person_id,
            name=name,
            scopes=scopes,
            expires_at=until,
            at=desk.at,
        )
    except DondocError as error:
        return await _shown(desk, error=desk.speech.words.error(error), at="key")
    return await _shown(desk, key=key)


@pages.post("/tai-khoan/khoa/{id}/bo")
async def drop_key(desk: Desk) -> Response:
    """End a key."""
    await desk.run(revoke_token, desk.office.database, desk.viewer.person_id, token_id=desk.number("id"), at=desk.at)
    return desk.go("/tai-khoan", done=desk.say("Khóa không còn dùng được."))


@pages.post("/tai-khoan/lich")
async def renew_calendar(desk: Desk) -> Response:
    """A new address of the calendar; the old one ends."""
    token = await desk.run(renew_feed, desk.office.database, desk.viewer.person_id, at=desk.at)
    return await _shown(desk, feed=f"{desk.office.settings.page_address}/lich/{token}.ics")


@pages.post("/tai-khoan/lich/bo")
async def drop_calendar(desk: Desk) -> Response:
    """End the calendar's address."""
    await desk.run(revoke_feed, desk.office.database, desk.viewer.person_id, at=desk.at)
    return desk.go("/tai-khoan", done=desk.say("Địa chỉ lịch không còn dùng được."))


async def _shown(
    desk: Desk, *, error: str = "", at: str = "", codes: list[str] | None = None, key: str = "", feed: str = ""
) -> Response:
    """The page; ``codes``, ``key`` and ``feed`` are shown this once, so it may not be remembered."""
    database, person, office = desk.office.database, desk.viewer.person_id, desk.office
    pending = pending_secret(database, person)
    secret = opened(pending, seal=office.seal) if pending else ""
    open_sessions = sessions_of(database, person, at=desk.at)
    address = address_of(database, person)
    uri = provisioning_uri(secret, address=address, office=office.settings.office_name) if secret else ""
    response = desk.page(
        "account/show.html",
        status=422 if error else 200,
        account=account_of(database, person),
        address=address,
        error=error,
        error_at=at,
        secret=secret,
        picture=picture_of(uri) if uri else None,
        codes=codes or [],
        sessions=[(one, device_of(one.device, speech=desk.speech)) for one in open_sessions],
        mine=desk.signed.token_hash if desk.signed else "",
        keys=tokens_of(database, person),
        key=key,
        scopes=[scope for scope in Scope if scope is not Scope.ADMINISTER or desk.viewer.is_administrator],
        feed=feed,
        feed_made_at=feed_made_at(database, person),
    )
    response.headers["Cache-Control"] = "no-store"
    return response
