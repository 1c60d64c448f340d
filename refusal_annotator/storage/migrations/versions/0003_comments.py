"""Comments, articles without suggestions, periods of work."""

import sqlalchemy as sa
from alembic import op

from refusal_annotator.storage.column_types import BigKey, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DEFERRED = {"initially": "DEFERRED", "deferrable": True}


def _stored() -> tuple[sa.Column, sa.Column, sa.PrimaryKeyConstraint]:
    """What every journaled table has."""
    return (
        sa.Column("revision", BigKey, nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _to(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([f"{table}_id"], [f"{table}.id"], **DEFERRED)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coder_id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("annotation_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("resolved", sa.Boolean(), nullable=False),
        _to("coder"),
        _to("article"),
        _to("annotation"),
        *_stored(),
    )
    op.create_index("ix_comment_article_id", "comment", ["article_id"], unique=False)
    op.create_index("ix_comment_annotation_id", "comment", ["annotation_id"], unique=False)
    op.create_table(
        "hidden_share",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coder_id", sa.Uuid(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("seed", BigKey, nullable=False),
        _to("coder"),
        *_stored(),
    )
    op.create_table(
        "hidden_draw",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("coder_id", sa.Uuid(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("seed", BigKey, nullable=False),
        _to("coder"),
        _to("article"),
        *_stored(),
    )
    op.create_index("ix_hidden_draw_article_id", "hidden_draw", ["article_id"], unique=False)
    op.create_index("ix_hidden_draw_coder_id", "hidden_draw", ["coder_id"], unique=False)
    op.create_table(
        "work_period",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coder_id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("began", UtcDateTime(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        _to("coder"),
        _to("article"),
        *_stored(),
    )
    op.create_index("ix_work_period_of", "work_period", ["coder_id", "article_id"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    for table in ("work_period", "hidden_draw", "hidden_share", "comment"):
        op.drop_table(table)
