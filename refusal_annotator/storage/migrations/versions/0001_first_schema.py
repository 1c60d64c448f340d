"""First schema."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from refusal_annotator.storage.column_types import BigKey, JsonColumn, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "article",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source_name", sa.Text(), nullable=False),
        sa.Column("metadata", JsonColumn, nullable=False),
        sa.Column("sequence", BigKey, nullable=False),
        sa.Column("left_out", sa.Text(), nullable=True),
        sa.Column("revision", BigKey, nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "change_set",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("coder_id", sa.Uuid(), nullable=True),
        sa.Column("article_id", sa.Uuid(), nullable=True),
        sa.Column(
            "time",
            UtcDateTime(),
            nullable=False,
        ),
        sa.Column("codebook_version", BigKey, nullable=False),
        sa.Column("kind", sqlmodel.AutoString(), nullable=False),
        sa.Column("target", sa.Uuid(), nullable=True),
        sa.Column("replica", sa.Uuid(), nullable=False),
        sa.Column("counter", BigKey, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("replica", "counter"),
    )
    op.create_index(op.f("ix_change_set_counter"), "change_set", ["counter"], unique=False)
    op.create_index(
        "ix_change_set_history", "change_set", ["coder_id", "article_id", "counter"], unique=False
    )
    op.create_table(
        "claim_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reference_claim", sa.Uuid(), nullable=True),
        sa.Column("status", sqlmodel.AutoString(), nullable=False),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.Column("revision", BigKey, nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "codebook_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", BigKey, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sqlmodel.AutoString(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("revision", BigKey, nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "coder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(), nullable=False),
        sa.Column("role", sqlmodel.AutoString(), nullable=False),
        sa.Column("revision", BigKey, nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "entity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("aliases", JsonColumn, nullable=False),
        sa.Column("entity_class", sqlmodel.AutoString(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("revision", BigKey, nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["entity.id"], initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_entity_key"), "entity", ["key"], unique=False)
    op.create_table(
        "field_conflict",
        sa.Column("table", sqlmodel.AutoString(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("field", sqlmodel.AutoString(), nullable=False),
        sa.Column("values", JsonColumn, nullable=False),
        sa.PrimaryKeyConstraint("table", "row_id", "field"),
    )
    op.create_table(
        "meta",
        sa.Column("key", sqlmodel.AutoString(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "source",
        sa.Column("sha256", sqlmodel.AutoString(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", BigKey, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "article_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coder_id", sa.Uuid(), nullable=False),
        sa.Column("type", sqlmodel.AutoString(), nullable=False),
        sa.Column("from_article_id", sa.Uuid(), nullable=False),
        sa.Column("to_article_id", sa.Uuid(), nullable=True),
        sa.Column("pending_target", JsonColumn, nullable=True),
        sa.Column("values", JsonColumn, nullable=False),
        sa.Column("sequence", BigKey, nullable=False),
        sa.Column("codebook_version", BigKey, nullable=False),
        sa.Column("revision", BigKey, nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["from_article_id"], ["article.id"], initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["to_article_id"], ["article.id"], initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_article_link_from_article_id"), "article_link", ["from_article_id"], unique=False
    )
    op.create_table(
        "article_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_sha256", sqlmodel.AutoString(), nullable=False),
        sa.Column("source_sha256", sqlmodel.AutoString(), nullable=False),
        sa.Column("encoding", sqlmodel.AutoString(), nullable=False),
        sa.Column("importer", sqlmodel.AutoString(), nullable=False),
        sa.Column("importer_version", sqlmodel.AutoString(), nullable=False),
        sa.Column(
            "imported_at",
            UtcDateTime(),
            nullable=False,
        ),
        sa.Column("n_words", BigKey, nullable=False),
        sa.Column("revision", BigKey, nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_article_version_article_id"), "article_version", ["article_id"], unique=False
    )
    op.create_index(
        op.f("ix_article_version_source_sha256"), "article_version", ["source_sha256"], unique=False
    )
    op.create_index(
        op.f("ix_article_version_text_sha256"), "article_version", ["text_sha256"], unique=False
    )
    op.create_table(
        "change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("change_set_id", sa.Uuid(), nullable=False),
        sa.Column("index", BigKey, nullable=False),
        sa.Column("table", sqlmodel.AutoString(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("field", sqlmodel.AutoString(), nullable=False),
        sa.Column("before", JsonColumn, nullable=True),
        sa.Column("after", JsonColumn, nullable=True),
        sa.Column("parents", JsonColumn, nullable=False),
        sa.Column("replica", sa.Uuid(), nullable=False),
        sa.Column("counter", BigKey, nullable=False),
        sa.ForeignKeyConstraint(
            ["change_set_id"], ["change_set.id"], initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_change_change_set_id"), "change", ["change_set_id"], unique=False)
    op.create_index("ix_change_row", "change", ["row_id", "field"], unique=False)
    op.create_table(
        "entity_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("type", sqlmodel.AutoString(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("revision", BigKey, nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["entity.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["to_id"], ["entity.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "annotation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("article_version_id", sa.Uuid(), nullable=False),
        sa.Column("coder_id", sa.Uuid(), nullable=False),
        sa.Column("type", sqlmodel.AutoString(), nullable=False),
        sa.Column("start", BigKey, nullable=False),
        sa.Column("end", BigKey, nullable=False),
        sa.Column("parts", JsonColumn, nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("values", JsonColumn, nullable=False),
        sa.Column("origin", sqlmodel.AutoString(), nullable=False),
        sa.Column("doubt", sa.Boolean(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("sequence", BigKey, nullable=False),
        sa.Column("suggestion_id", sa.Uuid(), nullable=True),
        sa.Column("derived_from", sa.Uuid(), nullable=True),
        sa.Column("codebook_version", BigKey, nullable=False),
        sa.Column("revision", BigKey, nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_version_id"], ["article_version.id"], initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("id", "coder_id"),
    )
    op.create_index(
        "ix_annotation_place",
        "annotation",
        ["article_version_id", "coder_id", "start"],
        unique=False,
    )
    op.create_table(
        "article_coding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("article_version_id", sa.Uuid(), nullable=False),
        sa.Column("coder_id", sa.Uuid(), nullable=False),
        sa.Column("status", sqlmodel.AutoString(), nullable=False),
        sa.Column("values", JsonColumn, nullable=False),
        sa.Column("coded_types", JsonColumn, nullable=False),
        sa.Column("unfinished_reason", sa.Text(), nullable=True),
        sa.Column(
            "finished_at",
            UtcDateTime(),
            nullable=True,
        ),
        sa.Column("extras", JsonColumn, nullable=False),
        sa.Column("file_keys", JsonColumn, nullable=True),
        sa.Column("zones", JsonColumn, nullable=True),
        sa.Column("codebook_version", BigKey, nullable=False),
        sa.Column("revision", BigKey, nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["article_version_id"], ["article_version.id"], initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_article_coding_article_id"), "article_coding", ["article_id"], unique=False
    )
    op.create_index(
        op.f("ix_article_coding_coder_id"), "article_coding", ["coder_id"], unique=False
    )
    op.create_table(
        "borders",
        sa.Column("article_version_id", sa.Uuid(), nullable=False),
        sa.Column("rules_version", sqlmodel.AutoString(), nullable=False),
        sa.Column("tokens", JsonColumn, nullable=False),
        sa.Column("sentences", JsonColumn, nullable=False),
        sa.Column("paragraphs", JsonColumn, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_version_id"],
            ["article_version.id"],
        ),
        sa.PrimaryKeyConstraint("article_version_id"),
    )
    op.create_table(
        "suggested_link",
        sa.Column("article_version_id", sa.Uuid(), nullable=False),
        sa.Column("type", sqlmodel.AutoString(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_version_id"], ["article_version.id"], initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("type", "from_id", "to_id"),
    )
    op.create_index(
        op.f("ix_suggested_link_article_version_id"),
        "suggested_link",
        ["article_version_id"],
        unique=False,
    )
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("article_version_id", sa.Uuid(), nullable=False),
        sa.Column("type", sqlmodel.AutoString(), nullable=False),
        sa.Column("start", BigKey, nullable=False),
        sa.Column("end", BigKey, nullable=False),
        sa.Column("parts", JsonColumn, nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("values", JsonColumn, nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("source", sqlmodel.AutoString(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_version_id"], ["article_version.id"], initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_suggestion_article_version_id"), "suggestion", ["article_version_id"], unique=False
    )
    op.create_table(
        "suggestion_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("suggestion_id", sa.Uuid(), nullable=False),
        sa.Column("article_version_id", sa.Uuid(), nullable=False),
        sa.Column("coder_id", sa.Uuid(), nullable=False),
        sa.Column("type", sqlmodel.AutoString(), nullable=False),
        sa.Column("start", BigKey, nullable=False),
        sa.Column("end", BigKey, nullable=False),
        sa.Column("parts", JsonColumn, nullable=True),
        sa.Column("decision", sqlmodel.AutoString(), nullable=False),
        sa.Column("annotation_id", sa.Uuid(), nullable=True),
        sa.Column(
            "time",
            UtcDateTime(),
            nullable=False,
        ),
        sa.Column("revision", BigKey, nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_version_id"], ["article_version.id"], initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_suggestion_decision_article_version_id"),
        "suggestion_decision",
        ["article_version_id"],
        unique=False,
    )
    op.create_table(
        "suggestion_run",
        sa.Column("article_version_id", sa.Uuid(), nullable=False),
        sa.Column("version", sqlmodel.AutoString(), nullable=False),
        sa.Column(
            "time",
            UtcDateTime(),
            nullable=False,
        ),
        sa.Column("n_suggestions", BigKey, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_version_id"],
            ["article_version.id"],
        ),
        sa.PrimaryKeyConstraint("article_version_id"),
    )
    op.create_table(
        "zone",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("article_version_id", sa.Uuid(), nullable=False),
        sa.Column("start", BigKey, nullable=False),
        sa.Column("end", BigKey, nullable=False),
        sa.Column("kind", sqlmodel.AutoString(), nullable=False),
        sa.Column("source", sqlmodel.AutoString(), nullable=False),
        sa.Column("status", sqlmodel.AutoString(), nullable=False),
        sa.Column("coder_id", sa.Uuid(), nullable=True),
        sa.Column("revision", BigKey, nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_version_id"], ["article_version.id"], initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_zone_article_version_id"), "zone", ["article_version_id"], unique=False
    )
    op.create_table(
        "link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("article_version_id", sa.Uuid(), nullable=False),
        sa.Column("coder_id", sa.Uuid(), nullable=False),
        sa.Column("type", sqlmodel.AutoString(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=True),
        sa.Column("pending_target", JsonColumn, nullable=True),
        sa.Column("values", JsonColumn, nullable=False),
        sa.Column("position", BigKey, nullable=True),
        sa.Column("path", BigKey, nullable=True),
        sa.Column("origin", sqlmodel.AutoString(), nullable=False),
        sa.Column("doubt", sa.Boolean(), nullable=False),
        sa.Column("sequence", BigKey, nullable=False),
        sa.Column("codebook_version", BigKey, nullable=False),
        sa.Column("revision", BigKey, nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_version_id"], ["article_version.id"], initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["from_id", "coder_id"],
            ["annotation.id", "annotation.coder_id"],
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["to_id", "coder_id"],
            ["annotation.id", "annotation.coder_id"],
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_link_place", "link", ["article_version_id", "coder_id"], unique=False)
    op.create_index("ix_link_to", "link", ["to_id"], unique=False)


def downgrade() -> None:
    """Drop all tables."""
    op.drop_index("ix_link_to", table_name="link")
    op.drop_index("ix_link_place", table_name="link")
    op.drop_table("link")
    op.drop_index(op.f("ix_zone_article_version_id"), table_name="zone")
    op.drop_table("zone")
    op.drop_table("suggestion_run")
    op.drop_index(
        op.f("ix_suggestion_decision_article_version_id"), table_name="suggestion_decision"
    )
    op.drop_table("suggestion_decision")
    op.drop_index(op.f("ix_suggestion_article_version_id"), table_name="suggestion")
    op.drop_table("suggestion")
    op.drop_index(op.f("ix_suggested_link_article_version_id"), table_name="suggested_link")
    op.drop_table("suggested_link")
    op.drop_table("borders")
    op.drop_index(op.f("ix_article_coding_coder_id"), table_name="article_coding")
    op.drop_index(op.f("ix_article_coding_article_id"), table_name="article_coding")
    op.drop_table("article_coding")
    op.drop_index("ix_annotation_place", table_name="annotation")
    op.drop_table("annotation")
    op.drop_table("entity_link")
    op.drop_index("ix_change_row", table_name="change")
    op.drop_index(op.f("ix_change_change_set_id"), table_name="change")
    op.drop_table("change")
    op.drop_index(op.f("ix_article_version_text_sha256"), table_name="article_version")
    op.drop_index(op.f("ix_article_version_source_sha256"), table_name="article_version")
    op.drop_index(op.f("ix_article_version_article_id"), table_name="article_version")
    op.drop_table("article_version")
    op.drop_index(op.f("ix_article_link_from_article_id"), table_name="article_link")
    op.drop_table("article_link")
    op.drop_table("source")
    op.drop_table("meta")
    op.drop_table("field_conflict")
    op.drop_index(op.f("ix_entity_key"), table_name="entity")
    op.drop_table("entity")
    op.drop_table("coder")
    op.drop_table("codebook_version")
    op.drop_table("claim_group")
    op.drop_index("ix_change_set_history", table_name="change_set")
    op.drop_index(op.f("ix_change_set_counter"), table_name="change_set")
    op.drop_table("change_set")
    op.drop_table("article")
