"""Alembic's entry: migrates over the connection that `schema.upgrade` hands in, in one go."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

from refusal_annotator.storage import tables  # noqa: F401  (fills SQLModel.metadata)

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
