"""Ladders in words, and the policy files as text: checked with all the others, every fault with its line."""

from starlette.responses import Response

from config.bootstrap import served
from config.policies_edit import PolicyFault, check_policy_text, policy_text, policy_texts, save_policy_text
from engine.errors import PolicyBroken
from reports.ladders import ladder_lines
from web.desk import Desk
from web.guards import Access, Pages
from web.keeping import change, done, shown
from web.presenters import policies as presenter
from web.presenters.forms import Fault, Form

pages = Pages()
HERE = "/cai-dat/bac-nhac"


@pages.get("/cai-dat/bac-nhac", access=Access.ADMINISTRATOR)
async def show(desk: Desk) -> Response:
    """The ladders in force."""
    found, speech = desk.office.policies, desk.speech
    lines = ladder_lines(found, speech.words)
    try:
        texts = policy_texts(desk.office.settings)
    except PolicyBroken as error:
        return shown(
            desk, "settings/policies.html", status=422, lines=lines, rules=[], texts=(), wrong=_said(desk, error)
        )
    rules = presenter.rule_lines(found, speech=speech)
    return shown(desk, "settings/policies.html", lines=lines, rules=rules, texts=texts, wrong="")


@pages.get("/cai-dat/bac-nhac/{file}", access=Access.ADMINISTRATOR)
async def one(desk: Desk) -> Response:
    """One file as text."""
    found = policy_text(desk.office.settings, _name(desk))
    return _shown(desk, Form("tep", {"noi_dung": found.text, "seen": found.mark}))


@pages.post("/cai-dat/bac-nhac/{file}", access=Access.ADMINISTRATOR)
async def save(desk: Desk) -> Response:
    """Save a file, or look through it only."""
    office, name = desk.office, _name(desk)
    sent = await desk.form()
    text, seen = str(sent.get("noi_dung", "")), str(sent.get("seen", ""))
    form = Form("tep", {"noi_dung": text, "seen": seen})
    policy_text(office.settings, name)
    found = await desk.run(check_policy_text, office.settings, name, text=text)
    if isinstance(found, PolicyFault):
        return _shown(desk, form, fault=presenter.fault_line(found, speech=desk.speech))
    if sent.get("lam") == "xem":
        return _shown(desk, form, fine=desk.say("Tệp dùng được. Chưa ghi gì."))
    try:
        saved = await desk.run(save_policy_text, office.settings, name, text=text, seen=seen, at=desk.at)
    except PolicyBroken as error:
        return _shown(desk, form, fault=_said(desk, error))
    office.policies = served(saved, channels=office.settings.channels_set_up)
    noted = change(desk, "policy_saved", key=0, name=name)
    return await done(desk, noted, path=HERE, said=desk.say("Đã ghi tệp %(name)s; trang này dùng ngay.", name=name))


def _name(desk: Desk) -> str:
    return str(desk.request.path_params["file"])


def _said(desk: Desk, error: PolicyBroken) -> str:
    return desk.speech.words.error(error)


def _shown(desk: Desk, form: Form, *, fault: str = "", fine: str = "") -> Response:
    if fault:
        form = Form(form.name, form.typed, (Fault("noi_dung", fault),))
    now = policy_text(desk.office.settings, _name(desk))
    return shown(
        desk, "settings/policy.html", status=422 if fault else 200, form=form, fine=fine, file=now, fault=fault
    )
