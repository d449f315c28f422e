"""The page: accounts, sessions, links, tokens, drafts, texts of directives, and what changed on each day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from engine.names import bare

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

UTC = sa.DateTime(timezone=True)
COUNTS = "done_on_time, done_late, open_within, open_overdue, undated_done, undated_open, excused"


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "attempt",
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("window_at", UTC, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("what", "who", "window_at"),
    )
    op.create_index("ix_attempt_window", "attempt", ["window_at"], unique=False)
    op.create_table(
        "kept_answer",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("request_hash", sa.String(), nullable=False),
        sa.Column("made_at", UTC, nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("owner", "key"),
    )
    op.create_table(
        "tally_day",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("directive_id", sa.Integer(), nullable=False),
        sa.Column("done_on_time", sa.Integer(), nullable=False),
        sa.Column("done_late", sa.Integer(), nullable=False),
        sa.Column("open_within", sa.Integer(), nullable=False),
        sa.Column("open_overdue", sa.Integer(), nullable=False),
        sa.Column("undated_done", sa.Integer(), nullable=False),
        sa.Column("undated_open", sa.Integer(), nullable=False),
        sa.Column("excused", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unit_id", "changed_on", "directive_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "access_link",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("made_at", UTC, nullable=False),
        sa.Column("expires_at", UTC, nullable=False),
        sa.Column("used_at", UTC, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index("ix_access_link_person", "access_link", ["person_id", "made_at"], unique=False)
    op.create_table(
        "account",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("password_set_at", UTC, nullable=True),
        sa.Column("totp_sealed", sa.String(), nullable=True),
        sa.Column("totp_step", sa.Integer(), nullable=False),
        sa.Column("totp_set_at", UTC, nullable=True),
        sa.Column("is_administrator", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until_at", UTC, nullable=True),
        sa.Column("code_failures", sa.Integer(), nullable=False),
        sa.Column("code_locked_until_at", UTC, nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("person_id"),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("made_at", UTC, nullable=False),
        sa.Column("expires_at", UTC, nullable=True),
        sa.Column("used_at", UTC, nullable=True),
        sa.Column("revoked_at", UTC, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index("ix_api_token_person", "api_token", ["person_id"], unique=False)
    op.create_table(
        "calendar_feed",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UTC, nullable=False),
        sa.Column("revoked_at", UTC, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index(op.f("ix_calendar_feed_person_id"), "calendar_feed", ["person_id"], unique=False)
    op.create_table(
        "outside_identity",
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", UTC, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("issuer", "subject"),
    )
    op.create_index(op.f("ix_outside_identity_person_id"), "outside_identity", ["person_id"], unique=False)
    op.create_table(
        "plan_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", UTC, nullable=False),
        sa.Column("saved_at", UTC, nullable=False),
        sa.Column("issued_as", sa.Integer(), nullable=True),
        sa.Column("dropped_at", UTC, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["unit.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_plan_draft_unit", "plan_draft", ["unit_id", "saved_at"], unique=False)
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UTC, nullable=False),
        sa.Column("used_at", UTC, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("code_hash"),
    )
    op.create_index(op.f("ix_recovery_code_person_id"), "recovery_code", ["person_id"], unique=False)
    op.create_table(
        "report_draft",
        sa.Column(
            "obligation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("saved_at", UTC, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("obligation_id", "person_id"),
    )
    op.create_table(
        "subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("secret_sealed", sa.String(), nullable=False),
        sa.Column("made_at", UTC, nullable=False),
        sa.Column("seen_at", UTC, nullable=False),
        sa.Column("seen_id", sa.Integer(), nullable=False),
        sa.Column("stopped_at", UTC, nullable=True),
        sa.Column("stopped_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["unit.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "web_session",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.Column("made_at", UTC, nullable=False),
        sa.Column("seen_at", UTC, nullable=False),
        sa.Column("expires_at", UTC, nullable=False),
        sa.Column("revoked_at", UTC, nullable=True),
        sa.Column("device", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index("ix_web_session_person", "web_session", ["person_id"], unique=False)
    op.create_table(
        "call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("event_key", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("made_at", UTC, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", UTC, nullable=True),
        sa.Column("told_at", UTC, nullable=True),
        sa.Column("detail", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscription.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("subscription_id", "event_key"),
    )
    op.create_index("ix_call_next_at", "call", ["next_at"], unique=False)
    op.create_table(
        "directive_text",
        sa.Column("directive_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["directive_id"],
            ["directive.id"],
        ),
        sa.PrimaryKeyConstraint("directive_id"),
    )
    op.add_column("directive", sa.Column("search_key", sa.String(), server_default="", nullable=False))
    op.create_index(
        "ix_extension_open",
        "extension",
        ["obligation_id"],
        unique=False,
        sqlite_where=sa.text("decision IS NULL"),
        postgresql_where=sa.text("decision IS NULL"),
    )
    op.drop_index(op.f("ix_obligation_directive"), table_name="obligation")
    op.create_index("ix_obligation_directive", "obligation", ["directive_id", "bucket", "unit_id"], unique=False)
    op.create_index(
        "ix_obligation_overdue",
        "obligation",
        ["due_at", "id"],
        unique=False,
        sqlite_where=sa.text("bucket = 'open_overdue'"),
        postgresql_where=sa.text("bucket = 'open_overdue'"),
    )
    op.create_index(
        "ix_obligation_directive_overdue",
        "obligation",
        ["directive_id", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("bucket = 'open_overdue'"),
        postgresql_where=sa.text("bucket = 'open_overdue'"),
    )
    op.create_index(
        "ix_obligation_unit_overdue",
        "obligation",
        ["unit_id", "due_at"],
        unique=False,
        sqlite_where=sa.text("bucket = 'open_overdue'"),
        postgresql_where=sa.text("bucket = 'open_overdue'"),
    )
    op.create_index(
        "ix_obligation_submitted",
        "obligation",
        ["directive_id", "last_submitted_at"],
        unique=False,
        sqlite_where=sa.text("status = 'submitted'"),
        postgresql_where=sa.text("status = 'submitted'"),
    )
    op.create_index("ix_directive_issued", "directive", ["issued_at", "id"], unique=False)
    op.create_index(
        "ix_message_previous_id",
        "message",
        ["previous_id"],
        unique=False,
        sqlite_where=sa.text("previous_id IS NOT NULL"),
        postgresql_where=sa.text("previous_id IS NOT NULL"),
    )
    op.create_index("ix_history_recorded_at", "history", ["recorded_at"], unique=False)
    op.create_index("ix_tally_unit", "tally", ["unit_id", "task_id", "directive_id"], unique=False)
    _fill()


def _fill() -> None:
    """Give the directives that are there their search keys and days. On which day each change of the past became true
    was not kept: all of it is dated by the issue, so tables as of a day are right from this migration on."""
    connection = op.get_bind()
    day = sa.bindparam("day", type_=sa.Date())
    columns = sa.text(
        "SELECT id, number, number_suffix, title, issuer_name, issued_at FROM directive ORDER BY id"
    ).columns(issued_at=UTC)
    key = sa.text("UPDATE directive SET search_key = :key WHERE id = :id")
    days = sa.text(
        f"INSERT INTO tally_day (unit_id, changed_on, directive_id, {COUNTS}) "  # noqa: S608 - names of columns
        f"SELECT unit_id, :day, directive_id, {COUNTS} FROM tally WHERE directive_id = :id AND task_id = 0"
    ).bindparams(day)
    for row in connection.execute(columns).all():
        parts = (row.number or row.number_suffix, row.title, row.issuer_name)
        connection.execute(key, {"id": row.id, "key": bare(" ".join(filter(None, parts)))})
        connection.execute(days, {"id": row.id, "day": _day_of(row.issued_at)})


def _day_of(issued_at: datetime) -> date:
    aware = issued_at if issued_at.tzinfo else issued_at.replace(tzinfo=ZoneInfo("UTC"))
    return aware.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).date()


def downgrade() -> None:
    """Bring the tables back to the version before."""
    op.drop_index("ix_directive_issued", table_name="directive")
    op.drop_index(
        "ix_message_previous_id",
        table_name="message",
        sqlite_where=sa.text("previous_id IS NOT NULL"),
        postgresql_where=sa.text("previous_id IS NOT NULL"),
    )
    op.drop_index("ix_history_recorded_at", table_name="history")
    op.drop_index("ix_tally_unit", table_name="tally")
    op.drop_index(
        "ix_obligation_submitted",
        table_name="obligation",
        sqlite_where=sa.text("status = 'submitted'"),
        postgresql_where=sa.text("status = 'submitted'"),
    )
    op.drop_index(
        "ix_obligation_directive_overdue",
        table_name="obligation",
        sqlite_where=sa.text("bucket = 'open_overdue'"),
        postgresql_where=sa.text("bucket = 'open_overdue'"),
    )
    op.drop_index(
        "ix_obligation_unit_overdue",
        table_name="obligation",
        sqlite_where=sa.text("bucket = 'open_overdue'"),
        postgresql_where=sa.text("bucket = 'open_overdue'"),
    )
    op.drop_index(
        "ix_obligation_overdue",
        table_name="obligation",
        sqlite_where=sa.text("bucket = 'open_overdue'"),
        postgresql_where=sa.text("bucket = 'open_overdue'"),
    )
    op.drop_index("ix_obligation_directive", table_name="obligation")
    op.create_index(op.f("ix_obligation_directive"), "obligation", ["directive_id"], unique=False)
    op.drop_index(
        "ix_extension_open",
        table_name="extension",
        sqlite_where=sa.text("decision IS NULL"),
        postgresql_where=sa.text("decision IS NULL"),
    )
    op.drop_column("directive", "search_key")
    op.drop_table("directive_text")
    op.drop_index("ix_call_next_at", table_name="call")
    op.drop_table("call")
    op.drop_index("ix_web_session_person", table_name="web_session")
    op.drop_table("web_session")
    op.drop_table("subscription")
    op.drop_table("report_draft")
    op.drop_index(op.f("ix_recovery_code_person_id"), table_name="recovery_code")
    op.drop_table("recovery_code")
    op.drop_index("ix_plan_draft_unit", table_name="plan_draft")
    op.drop_table("plan_draft")
    op.drop_index(op.f("ix_outside_identity_person_id"), table_name="outside_identity")
    op.drop_table("outside_identity")
    op.drop_index(op.f("ix_calendar_feed_person_id"), table_name="calendar_feed")
    op.drop_table("calendar_feed")
    op.drop_index("ix_api_token_person", table_name="api_token")
    op.drop_table("api_token")
    op.drop_table("account")
    op.drop_index("ix_access_link_person", table_name="access_link")
    op.drop_table("access_link")
    op.drop_table("tally_day")
    op.drop_table("kept_answer")
    op.drop_index("ix_attempt_window", table_name="attempt")
    op.drop_table("attempt")
