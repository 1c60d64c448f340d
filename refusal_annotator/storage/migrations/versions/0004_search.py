"""An index over the words of all texts, filled with those here; one over scores, to count them."""

import sqlalchemy as sa
from alembic import op

from refusal_annotator.storage import searching
from refusal_annotator.storage.column_types import BigKey, WordSet

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_AT_ONCE = 200


def upgrade() -> None:
    """Make the indices and fill that of the words."""
    op.create_index(
        "ix_suggestion_score", "suggestion", ["article_version_id", "type", "score"], unique=False
    )
    deferred = {"initially": "DEFERRED", "deferrable": True}
    op.create_table(
        "search_text",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("article_version_id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("words", WordSet(), nullable=True),
        sa.ForeignKeyConstraint(["article_version_id"], ["article_version.id"], **deferred),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], **deferred),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_search_text_article_version_id", "search_text", ["article_version_id"], unique=False
    )
    connection = op.get_bind()
    searching.make_index(connection)
    versions = sa.table(
        "article_version",
        sa.column("id", sa.Uuid()),
        sa.column("article_id", sa.Uuid()),
        sa.column("text", sa.Text()),
    )
    ids = list(connection.execute(sa.select(versions.c.id)).scalars())
    for start in range(0, len(ids), _AT_ONCE):
        chunk = ids[start : start + _AT_ONCE]
        rows = connection.execute(sa.select(versions).where(versions.c.id.in_(chunk)))
        searching.add_texts(connection, [(r.id, r.article_id, r.text) for r in rows])


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_suggestion_score", "suggestion")
    if op.get_bind().dialect.name == "sqlite":
        op.drop_table(searching.WORDS)
    op.drop_table("search_text")
