"""Alembic's environment: runs on the connection that the store hands over."""

from alembic import context

from engine.models import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,  # the store's own transaction holds all of it
)
context.run_migrations()
