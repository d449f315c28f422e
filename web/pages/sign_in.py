"""Coming in by password, by a link in a mail and by a code, and leaving."""

from starlette.responses import RedirectResponse, Response

from config.sign_in import (
    SECOND_STEP,
    SIGN_IN,
    Caller,
    Entered,
    enter,
    enter_by_code,
    enter_by_link,
    enter_by_password,
    local_path,
)
from config.sign_in_mail import Asked, SignInMail
from engine.errors import NotFound, SignInRefused, TooManyAttempts
from engine.service.sessions import end_sessions, look_at_link
from web import cookies
from web.desk import Desk
from web.guards import Access, Pages
from web.oidc import BACK, START, Elsewhere

pages = Pages()


@pages.get("/dang-nhap", access=Access.PUBLIC)
async def ask(desk: Desk) -> Response:
    """How one may come in."""
    if desk.signed is not None:
        return RedirectResponse(local_path(desk.asked("tiep", "/")), status_code=303)
    return _form(desk, onward=local_path(desk.asked("tiep", "/")))


@pages.post("/dang-nhap", access=Access.PUBLIC)
async def by_password(desk: Desk) -> Response:
    """Sign in with an address and a password."""
    address, onward = await desk.field("address"), local_path(await desk.field("tiep", "/"))
    password = (await desk.form()).get("password", "")
    if not address or not isinstance(password, str) or not password:
        missing = desk.say("Hãy gõ địa chỉ thư và mật khẩu.")
        return _form(desk, onward=onward, address=address, error=missing, status=422)
    try:
        entered = await desk.run(
            enter_by_password, desk.office, address, password=password, caller=caller_of(desk), onward=onward
        )
    except (SignInRefused, TooManyAttempts) as error:
        status = 429 if isinstance(error, TooManyAttempts) else 401
        return _form(desk, onward=onward, address=address, error=desk.speech.words.error(error), status=status)
    return go_in(desk, entered)


@pages.post("/dang-nhap/thu", access=Access.PUBLIC)
async def ask_for_mail(desk: Desk) -> Response:
    """Have a link sent; the answer is the same whoever asks for whomever."""
    address, onward = await desk.field("address"), local_path(await desk.field("tiep", "/"))
    if "@" not in address:
        missing = desk.say("Hãy gõ địa chỉ thư công vụ, ví dụ van.thu@truong.edu.vn.")
        return _form(desk, onward=onward, address=address, error=missing, status=422)
    mail: SignInMail = desk.request.app.state.sign_in_mail
    try:
        asked = await mail.send_link(
            address, at=desk.at, client=caller_of(desk).client, onward=onward, language=desk.speech.language
        )
    except TooManyAttempts as error:
        return _form(desk, onward=onward, address=address, error=desk.speech.words.error(error), status=429)
    return desk.page("sign_in/sent.html", address=address, is_down=asked is Asked.MAIL_DOWN)


@pages.get("/vao/{token}", access=Access.PUBLIC)
async def show_link(desk: Desk) -> Response:
    """What a link would do: opening it, also by a scanner of mails, changes nothing."""
    token = desk.request.path_params["token"]
    look_at_link(desk.office.database, token, purpose=SIGN_IN, at=desk.at)
    return desk.page("sign_in/link.html", token=token)


@pages.post("/vao/{token}", access=Access.PUBLIC)
async def use(desk: Desk) -> Response:
    """Sign in by a link, once."""
    token = desk.request.path_params["token"]
    return go_in(desk, await desk.run(enter_by_link, desk.office, token, caller=caller_of(desk)))


@pages.get("/ma/{step}", access=Access.PUBLIC)
async def ask_for_code(desk: Desk) -> Response:
    """The second step."""
    step = desk.request.path_params["step"]
    look_at_link(desk.office.database, step, purpose=SECOND_STEP, at=desk.at)
    return desk.page("sign_in/code.html", step=step, error="")


@pages.post("/ma/{step}", access=Access.PUBLIC)
async def by_code(desk: Desk) -> Response:
    """Sign in with a code after the first step."""
    step = desk.request.path_params["step"]
    code = await desk.field("code")
    try:
        entered = await desk.run(enter_by_code, desk.office, step, code=code, caller=caller_of(desk))
    except (SignInRefused, TooManyAttempts) as error:
        status = 429 if isinstance(error, TooManyAttempts) else 401
        return desk.page("sign_in/code.html", status=status, step=step, error=desk.speech.words.error(error))
    return go_in(desk, entered)


@pages.get(START, access=Access.PUBLIC)
async def begin_elsewhere(desk: Desk) -> Response:
    """Off to the provider."""
    return await _provider(desk).begin(desk.request, onward=desk.asked("tiep", "/"), at=desk.at)


@pages.get(BACK, access=Access.PUBLIC)
async def come_back(desk: Desk) -> Response:
    """Back from the provider. It changes something by a GET, as the protocol has it; state and nonce guard it."""
    provider = _provider(desk)
    try:
        arrived = await provider.arrive(desk.request, at=desk.at)
        caller = caller_of(desk)
        entered = await desk.run(
            enter, desk.office, arrived.person_id, means="oidc", caller=caller, onward=arrived.onward
        )
        response = go_in(desk, entered)
    except SignInRefused as error:
        response = _form(desk, onward="/", error=desk.speech.words.error(error), status=401)
    provider.forget(response)
    return response


def _provider(desk: Desk) -> Elsewhere:
    found: Elsewhere | None = desk.request.app.state.elsewhere
    if found is None:
        raise NotFound(what="page", key=desk.request.url.path)
    return found


@pages.post("/dang-xuat")
async def leave(desk: Desk) -> Response:
    """Sign out here."""
    if desk.signed is not None:
        viewer, token_hash = desk.signed.viewer, desk.signed.token_hash
        await desk.run(end_sessions, desk.office.database, viewer.person_id, at=desk.at, only=token_hash)
    response = desk.go("/dang-nhap", done=desk.say("Bạn đã đăng xuất."))
    response.delete_cookie(cookies.SESSION, path="/")
    return response


def caller_of(desk: Desk) -> Caller:
    """Who knocks."""
    client = desk.request.client
    device = desk.request.headers.get("user-agent", "")
    return Caller(client.host if client else "", desk.at, device)


def go_in(desk: Desk, entered: Entered, *, done: str = "") -> Response:
    """On to the page that was wanted, where ``done`` is said, or to the second step."""
    if entered.step:
        return desk.go(f"/ma/{entered.step}")
    response = desk.go(entered.onward, done=done)
    cookies.put_session(response, desk.request, token=entered.session)
    return response


def _form(desk: Desk, *, onward: str, address: str = "", error: str = "", status: int = 200) -> Response:
    elsewhere: Elsewhere | None = desk.request.app.state.elsewhere
    oidc = {"name": elsewhere.name, "path": START} if elsewhere else None
    return desk.page("sign_in/form.html", status=status, onward=onward, address=address, error=error, oidc=oidc)


async def enter_as(desk: Desk, person_id: int, *, means: str, onward: str, done: str = "") -> Response:
    """Let in somebody who is known without more: from the set-up, in the demo."""
    entered = await desk.run(enter, desk.office, person_id, means=means, caller=caller_of(desk), onward=onward)
    return go_in(desk, entered, done=done)
