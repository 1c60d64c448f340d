"""Visits: where a coder stands in an article, and how long they worked."""

import sqlalchemy as sa
from alembic import op

from refusal_annotator.storage.column_types import BigKey

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "visit",
        sa.Column("coder_id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("caret", BigKey, nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
        ),
        sa.ForeignKeyConstraint(
            ["coder_id"],
            ["coder.id"],
        ),
        sa.PrimaryKeyConstraint("coder_id", "article_id"),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("visit")
