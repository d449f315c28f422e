"""A morning of mishaps: one mail comes back, one reader has blocked Zalo, one is in quiet hours, one presses a button.

The bot has no code for a reader who does not want it; a template by phone has, so that is what the second one has.
"""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from pathlib import Path

from cli.demo.characters import ZONE
from cli.demo.sink import MailSink
from cli.demo.stage import settings_for
from config.bootstrap import Office, examples_folder, init_office, open_office
from config.credentials import begin
from config.inbound import take_in, take_mail
from config.play import play
from config.settings import Settings
from engine.channels import ChannelKind, Preference
from engine.clock import SetClock
from engine.service import contacts
from engine.service.issuing import issue
from engine.service.organisation import import_organisation
from engine.service.trails import Trail, trail_of
from engine.service.views import obligations_after
from intake.org_file import read_organisation
from intake.plan_file import read_plan
from notifications.channels.zalo.sandbox.server import ZaloSandbox
from notifications.channels.zalo.tokens import TokenAnswer
from notifications.replies.codes import button

SAMPLE = "vinh_bao"
TASK = "T03"
DOMAIN = "vinhbao.example"
ISSUED_AT = datetime(2023, 10, 10, 8, 30, tzinfo=ZONE)
LINKED_AT = datetime(2023, 10, 11, 9, 0, tzinfo=ZONE)
DAY = date(2023, 10, 19)
"""Seven working days before the first deadline of the letter."""
CASES = {"bounced": "mnvinhquang", "refused": "mntrunglap", "quiet": "mntienphong", "pressed": "mnthangthuy"}
_LINKED = ("bounced", "quiet", "pressed")
_PHONE = "84900000001"
_REFUSES_THIS_KIND = -139
_TEMPLATE = "nhac-viec"
_FORMS = f"""zalo_phone:
  any:
    template: {_TEMPLATE}
    parameters: {{ma_viec: code, han: due, tinh_trang: status}}
"""
_LIMITS = [{"name": name, "require": True, "maxLength": 30} for name in ("ma_viec", "han", "tinh_trang")]
_BOUNCE = """Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.{domain}>
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I could not deliver your message.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.{domain}

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b1--
"""


@dataclass(frozen=True)
class Morning:
    """The trail of each case, by its name; ``answer`` is what the reader who pressed the button was told."""

    trails: dict[str, Trail]
    answer: str


@dataclass(frozen=True)
class Stage:
    """What the morning is played with."""

    office: Office
    clock: SetClock
    zalo: ZaloSandbox
    mail: Path

    def person(self, case: str) -> int:
        """The clerk of the case's school."""
        return contacts.person_of(self.office.database, address_of(case))

    def at(self, hour: int, minute: int) -> datetime:
        """An instant of the morning."""
        return datetime.combine(DAY, time(hour, minute), ZONE)


def address_of(case: str) -> str:
    """The mail address of a case's clerk."""
    return f"vt.{CASES[case]}@{DOMAIN}"


def play_morning(folder: Path) -> Morning:
    """Play it in ``folder``, with mail and Zalo on the loopback; nothing leaves the machine."""
    clock = SetClock(ISSUED_AT)
    mail = folder / "mail"
    with MailSink(mail) as sink, ZaloSandbox(clock) as zalo:
        office = open_office(clock=clock, settings=_settings(folder, zalo, port=sink.port))
        try:
            stage = Stage(office, clock, zalo, mail)
            _issue(stage)
            _link(stage)
            answer = _live(stage)
            return Morning({case: trail_of(office.database, stage.person(case)) for case in CASES}, answer)
        finally:
            if "database" in vars(office):
                office.database.dispose()


def _settings(folder: Path, zalo: ZaloSandbox, *, port: int) -> Settings:
    """Every channel on the loopback; the account of the sandbox has one template, which one reader refuses."""
    keys, forms = zalo.world.keys, folder / "zalo-templates.yaml"
    forms.write_text(_FORMS, encoding="utf-8")
    zalo.world.templates[_TEMPLATE] = _LIMITS
    zalo.world.refused[_PHONE] = _REFUSES_THIS_KIND
    return settings_for(
        folder,
        port=port,
        bounce_address="tra-lai+*@van-phong.example",
        reply_address="tra-loi+*@van-phong.example",
        zalo_url=zalo.url,
        zalo_bot_token=keys.bot_token,
        zalo_app_id=keys.app_id,
        zalo_app_secret=keys.app_secret,
        zalo_templates=forms,
    )


def _issue(stage: Stage) -> None:
    init_office(stage.office)
    database = stage.office.database
    organisation = read_organisation(examples_folder() / SAMPLE / "organisation.yaml")
    import_organisation(database, organisation, at=ISSUED_AT, on=ISSUED_AT.date())
    plan, _ = read_plan(examples_folder() / SAMPLE / "plan.yaml")
    issue(database, plan, policies=stage.office.policies, at=ISSUED_AT, actor=plan.issuer, scheme=SAMPLE)


def _link(stage: Stage) -> None:
    """A week before: the account consents, readers link what they want to be told on and say when."""
    office, keys = stage.office, stage.zalo.world.keys
    play(office, stage.clock, until=LINKED_AT)
    begin(office.channels.kept(), TokenAnswer(keys.access_token, keys.refresh_token, timedelta(hours=25)))
    for case in _LINKED:
        code = contacts.make_link_code(
            office.database, stage.person(case), channel=ChannelKind.ZALO_BOT, at=stage.clock.now()
        )
        stage.zalo.say_to_bot(_chat(case), code)
    asyncio.run(take_in(office))
    contacts.consent(
        office.database,
        stage.person("refused"),
        channel=ChannelKind.ZALO_PHONE,
        address=_PHONE,
        source="phiếu đồng ý số 12",
        at=LINKED_AT,
    )
    chosen = {
        "bounced": Preference(order=(ChannelKind.EMAIL, ChannelKind.ZALO_BOT)),
        "refused": Preference(order=(ChannelKind.ZALO_PHONE, ChannelKind.EMAIL)),
        "quiet": Preference(quiet_from=time(7), quiet_until=time(9)),
    }
    for case, preference in chosen.items():
        contacts.prefer(office.database, stage.person(case), preference=preference, at=LINKED_AT)


def _live(stage: Stage) -> str:
    """The morning itself, as the runner would live it; gives what the reader who pressed the button was told."""
    office, clock = stage.office, stage.clock
    for minute in (30, 31):
        play(office, clock, until=stage.at(7, minute))
    take_mail(office, _bounce(stage))
    play(office, clock, until=stage.at(7, 40))
    stage.zalo.say_to_bot(_chat("pressed"), button("ack", _task_of(stage, "pressed")))
    asyncio.run(take_in(office))
    answer = stage.zalo.taken[-1].text
    play(office, clock, until=stage.at(9, 0))
    return answer


def _bounce(stage: Stage) -> bytes:
    """What the school's mail server sends back: to the return path of the very mail that it refused."""
    address = address_of("bounced")
    (sent,) = stage.mail.glob(f"{DAY.isoformat()}_{address}*.eml")
    to = str(message_from_bytes(sent.read_bytes())["Return-Path"]).strip("<>")
    return _BOUNCE.format(domain=DOMAIN, to=to, address=address).encode()


def _task_of(stage: Stage, case: str) -> int:
    unit = f"{CASES[case][:2]}_{CASES[case][2:]}".upper()
    found = obligations_after(stage.office.database, 0)
    return next(fresh.id for fresh in found if fresh.unit_code == unit and fresh.task_key == TASK)


def _chat(case: str) -> str:
    return f"chat-{case}"
