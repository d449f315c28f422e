"""Templates by phone and by UID against the sandbox."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest

from engine.clock import SetClock
from engine.outbox import Outcome, OutcomeClass
from notifications.channels.zalo.codes import TABLES, ZBS, Api
from notifications.channels.zalo.sandbox.server import ZaloSandbox, refusal
from notifications.channels.zalo.templates import TemplateForm
from notifications.channels.zalo.words import LONGEST_TRACKING_ID
from notifications.channels.zalo.zbs import EVERY_KIND, DailyQuota, MessageStatus, TemplateChannel, TemplateClient
from notifications.mail import Rendered
from tests.support.benches import WORDS
from tests.support.outbox import create_outgoing
from tests.support.zalo import AT, FORM, PARAMETERS, account_of, loopback_zalo

Kind = Literal["zalo_phone", "zalo_uid"]
PHONE, USER = "84987654321", "2512523625412515"
PATHS: dict[Kind, str] = {"zalo_phone": "/message/template", "zalo_uid": "/v3.0/oa/message/template"}
NOT_RENEWED = [(code, found) for code, found in ZBS.items() if code and found is not OutcomeClass.AUTH]
NOT_RENEWED_BY_UID = [
    (code, found) for code, found in TABLES[Api.ZBS_UID].items() if code and found is not OutcomeClass.AUTH
]


@pytest.fixture
def sandbox() -> Iterator[ZaloSandbox]:
    with loopback_zalo() as running:
        running.world.templates[FORM.template_id] = PARAMETERS
        yield running


async def send(
    sandbox: ZaloSandbox,
    words: Rendered = WORDS,
    *,
    kind: Kind = "zalo_phone",
    form: TemplateForm = FORM,
    address: str = "",
    attempt: int = 1,
) -> Outcome:
    outgoing = create_outgoing(
        channel=kind, address=address or (PHONE if kind == "zalo_phone" else USER), attempt=attempt
    )
    async with TemplateChannel(account_of(sandbox), kind=kind, forms={EVERY_KIND: form}) as channel:
        return await channel.send(outgoing, words)


def with_card(**values: str) -> Rendered:
    return replace(WORDS, card={**WORDS.card, **values})


@pytest.mark.parametrize("kind", list(PATHS))
async def test_template_carries_the_values_of_the_card(sandbox: ZaloSandbox, kind: Kind) -> None:
    outcome = await send(sandbox, kind=kind)
    (message,) = sandbox.taken
    assert (message.channel, message.template_id) == (kind, FORM.template_id)
    assert message.template_data == {"ma": "CV-123", "han": "29/10/2023", "trang_thai": "Quá hạn"}
    assert (outcome.outcome_class, outcome.provider_id) == (OutcomeClass.OK, message.message_id)


@pytest.mark.parametrize("written", ["84987654321", "+84987654321", "0987654321", "0987 654 321", "0987.654.321"])
async def test_phone_is_written_as_zalo_wants_it(sandbox: ZaloSandbox, written: str) -> None:
    await send(sandbox, address=written)
    assert [message.recipient for message in sandbox.taken] == [PHONE]


@pytest.mark.parametrize("written", ["", "987654321", "+1 202 555 0100", "0987-65432a", "84", "hoasen@vinhbao.example"])
async def test_number_that_is_none_is_refused_before_any_call(sandbox: ZaloSandbox, written: str) -> None:
    channel = TemplateChannel(account_of(sandbox), kind="zalo_phone", forms={EVERY_KIND: FORM})
    async with channel:
        outcome = await channel.send(create_outgoing(channel="zalo_phone", address=written), WORDS)
    assert outcome.outcome_class is OutcomeClass.RECIPIENT
    assert sandbox.asked == []


async def test_every_attempt_carries_the_same_short_tracking_id(sandbox: ZaloSandbox) -> None:
    for attempt in (1, 2):
        await send(sandbox, attempt=attempt)
    first, second = (message.tracking_id for message in sandbox.taken)
    assert first == second
    assert first.isalnum()
    assert len(first) <= LONGEST_TRACKING_ID


@pytest.mark.parametrize(("code", "expected"), NOT_RENEWED)
async def test_template_by_phone_sorts_every_code(sandbox: ZaloSandbox, code: int, expected: OutcomeClass) -> None:
    sandbox.answer(PATHS["zalo_phone"], refusal(code, "as told"))
    outcome = await send(sandbox)
    assert (outcome.outcome_class, outcome.detail) == (expected, f"{code} as told")


@pytest.mark.parametrize(("code", "expected"), NOT_RENEWED_BY_UID)
async def test_template_by_uid_sorts_every_code(sandbox: ZaloSandbox, code: int, expected: OutcomeClass) -> None:
    sandbox.answer(PATHS["zalo_uid"], refusal(code, "as told"))
    outcome = await send(sandbox, kind="zalo_uid")
    assert (outcome.outcome_class, outcome.detail) == (expected, f"{code} as told")


async def test_refused_token_is_renewed_for_templates_as_well(sandbox: ZaloSandbox) -> None:
    sandbox.answer(PATHS["zalo_phone"], refusal(-124))
    assert (await send(sandbox)).outcome_class is OutcomeClass.OK
    sandbox.answer(PATHS["zalo_phone"], refusal(-124), refusal(-124))
    assert (await send(sandbox)).outcome_class is OutcomeClass.AUTH


@pytest.mark.parametrize(
    ("card", "problem"),
    [
        ({"code": "x" * 31}, "ma: 31 letters, 30 allowed"),
        ({"due": "một ngày rất xa xôi nào đó"}, "han: 26 letters, 20 allowed"),
        ({"status": ""}, "trang_thai: empty"),
        ({"status": " \n "}, "trang_thai: empty"),
    ],
)
async def test_value_that_does_not_fit_is_named_before_any_call(
    sandbox: ZaloSandbox, card: dict[str, str], problem: str
) -> None:
    outcome = await send(sandbox, with_card(**card))
    assert outcome == Outcome(OutcomeClass.PAYLOAD, detail=f"template {FORM.template_id}, {problem}")
    assert sandbox.asked == []


async def test_longest_values_are_taken(sandbox: ZaloSandbox) -> None:
    outcome = await send(sandbox, with_card(code="ế" * 30, due="ạ" * 20, status="ổ" * 30))
    assert outcome.outcome_class is OutcomeClass.OK


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ({"ma": "code", "han": "due"}, "trang_thai: no value is meant for it"),
        ({**FORM.card_keys, "ten": "office"}, "ten: the template has no such parameter"),
    ],
)
async def test_form_that_does_not_fit_its_template_is_refused(
    sandbox: ZaloSandbox, keys: dict[str, str], problem: str
) -> None:
    outcome = await send(sandbox, with_card(office="Phòng GDĐT"), form=replace(FORM, card_keys=keys))
    assert (outcome.outcome_class, problem in outcome.detail) == (OutcomeClass.PAYLOAD, True)
    assert sandbox.asked == []


async def test_optional_values_may_be_missing(sandbox: ZaloSandbox) -> None:
    changes = {"trang_thai": {"require": False}, "han": {"acceptNull": True}}
    listed = [{**each, **changes.get(str(each["name"]), {})} for each in PARAMETERS]
    sandbox.world.templates[FORM.template_id] = listed
    async with TemplateClient(account_of(sandbox)) as client:
        template = await client.template(FORM.template_id)
    assert not isinstance(template, Outcome)
    form = replace(FORM, parameters=template.parameters)
    outcome = await send(sandbox, with_card(due="", status=""), form=form)
    assert outcome.outcome_class is OutcomeClass.OK
    assert sandbox.taken[0].template_data == {"ma": "CV-123", "han": ""}


async def test_kind_of_message_chooses_its_template(sandbox: ZaloSandbox) -> None:
    other = replace(FORM, template_id="other", parameters=())
    sandbox.world.templates["other"] = PARAMETERS
    forms = {"urgent": other, "digest": FORM}
    async with TemplateChannel(account_of(sandbox), kind="zalo_phone", forms=forms) as channel:
        outcomes = [
            await channel.send(create_outgoing(channel="zalo_phone", address=PHONE, kind=kind), WORDS)
            for kind in ("urgent", "digest", "returned")
        ]
    assert [message.template_id for message in sandbox.taken] == ["other", FORM.template_id]
    assert outcomes[2].outcome_class is OutcomeClass.PAYLOAD


@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [
        (21, 59, OutcomeClass.OK),
        (22, 0, OutcomeClass.NIGHT),
        (5, 59, OutcomeClass.NIGHT),
        (6, 0, OutcomeClass.OK),
    ],
)
async def test_night_of_templates_has_sharp_edges(
    sandbox: ZaloSandbox, hour: int, minute: int, expected: OutcomeClass
) -> None:
    clock = sandbox.world.clock
    assert isinstance(clock, SetClock)
    clock.set(datetime(2026, 11, 20, hour, minute, tzinfo=UTC) - timedelta(hours=7))
    sandbox.world.limits.is_night_closed = True
    assert (await send(sandbox)).outcome_class is expected


async def test_quota_of_the_day_is_new_the_next_day(sandbox: ZaloSandbox) -> None:
    clock = sandbox.world.clock
    assert isinstance(clock, SetClock)
    sandbox.world.limits.templates_a_day = 1
    outcomes = [await send(sandbox), await send(sandbox, kind="zalo_uid")]
    async with TemplateClient(account_of(sandbox)) as client:
        assert await client.quota() == DailyQuota(1, 0)
    clock.set(AT + timedelta(days=1))
    outcomes.append(await send(sandbox))
    assert [outcome.outcome_class for outcome in outcomes] == [OutcomeClass.OK, OutcomeClass.QUOTA, OutcomeClass.OK]
    assert outcomes[1].is_channel_wide


async def test_refused_recipient_is_one_persons_matter(sandbox: ZaloSandbox) -> None:
    sandbox.world.refused["84911111111"] = -141
    refused = await send(sandbox, address="84911111111")
    assert (refused.outcome_class, refused.is_channel_wide) == (OutcomeClass.RECIPIENT, False)
    assert (await send(sandbox)).outcome_class is OutcomeClass.OK


async def test_number_is_taken_out_of_what_zalo_says(sandbox: ZaloSandbox) -> None:
    sandbox.answer(PATHS["zalo_phone"], refusal(-118, f"{PHONE} has no account"))
    assert (await send(sandbox)).detail == "-118 … has no account"


async def test_status_tells_of_a_message_on_the_phone(sandbox: ZaloSandbox) -> None:
    sent = await send(sandbox)
    async with TemplateClient(account_of(sandbox)) as client:
        assert await client.status(sent.provider_id or "") == MessageStatus(is_delivered=True, at=AT)
        assert await client.status("unknown") == MessageStatus(is_delivered=False, at=None)


async def test_template_is_told_with_its_limits(sandbox: ZaloSandbox) -> None:
    async with TemplateClient(account_of(sandbox)) as client:
        template = await client.template(FORM.template_id)
        unknown = await client.template("unknown")
    assert not isinstance(template, Outcome)
    assert template.parameters == FORM.parameters
    assert (template.status, template.phone_price, template.uid_price) == ("ENABLE", 800, 560)
    assert isinstance(unknown, Outcome)
    assert unknown.outcome_class is OutcomeClass.CONFIG


async def test_questions_give_an_outcome_when_nobody_listens(sandbox: ZaloSandbox) -> None:
    async with TemplateClient(account_of(sandbox, url="http://127.0.0.1:1")) as client:
        found = [await client.quota(), await client.status("x"), await client.template("x")]
    assert [each.outcome_class for each in found if isinstance(each, Outcome)] == [OutcomeClass.TRANSIENT] * 3
