"""The long and wide tables of a study, made once for all kinds of files.

Long: articles, article_variables, span_attributes, relation_attributes, entities, entity_links,
codebook. One row a coding with a column for each variable: codings (articles), spans, relations,
article_relations. Wide: article_coder (counts) and the tables of `data_units.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from refusal_annotator.domain.annotations import ArticleLink
from refusal_annotator.domain.articles import Article
from refusal_annotator.domain.codebook import ArticleRelation, SpanType
from refusal_annotator.domain.coders import CodingStatus
from refusal_annotator.domain.reliability import merge_zones
from refusal_annotator.export.data_cells import JOINT, NO_YES
from refusal_annotator.export.data_names import Names
from refusal_annotator.export.data_set import DataColumn, DataTable, Field, Value, fill
from refusal_annotator.export.data_study import CodingRecord, LinkRecord, SpanRecord, Study

CONTEXT = 60
"""Characters before and after a span that go with it."""


def articles_table(study: Study) -> DataTable:
    """Return one row for each article, with what the corpus says of it."""
    names = Names()
    versions = sorted(study.data.versions.values(), key=lambda v: v.imported_at)
    latest = {version.article_id: version for version in versions}
    keys = dict.fromkeys(key for article in study.articles.values() for key in article.metadata)
    fields = [
        *_texts(
            names,
            ("article", "Key of the article", lambda a: a.key),
            ("title", "Title", lambda a: a.title),
            ("source_file", "File it was imported from", lambda a: a.source_name),
        ),
        *_numbers(
            names,
            ("n_characters", "Characters (code points)", lambda a: len(latest[a.id].text)),
            ("n_words", "Words", lambda a: latest[a.id].n_words),
            (
                "n_excluded",
                "Characters in confirmed exclusion zones",
                lambda a: _covered(study.data.zones.get(latest[a.id].id, ())),
            ),
        ),
        *_texts(
            names,
            ("left_out", "Why it is left out of the study", lambda a: a.left_out),
            ("encoding", "Encoding of its file", lambda a: latest[a.id].encoding),
            ("imported_at", "Time of import, UTC", lambda a: latest[a.id].imported_at.isoformat()),
            ("text_sha256", "Digest of its text", lambda a: latest[a.id].text_sha256),
            *((f"meta {key}", f"{key} (as imported)", _metadata(key)) for key in keys),
        ),
    ]
    held = [article for article in study.articles.values() if article.id in latest]
    return fill("articles", "One row for each article.", fields, held)


def codings_table(study: Study) -> DataTable:
    """Return one row for each article and coder: status, and a column for each variable."""
    names = Names()
    fields = [
        *_texts(
            names,
            ("article", "Key of the article", lambda r: r.article.key),
            ("coder", "Coder", lambda r: r.coder),
            ("status", "Status", lambda r: str(r.coding.status) if r.coding else "draft"),
        ),
        _flag(names, "finished", "Finished by the coder", _is_finished),
        *_texts(
            names,
            ("coded_types", "Span types gone through", _coded_types),
            ("finished_at", "Time of finishing, UTC", _finished_at),
            ("unfinished_reason", "Why it is not finished", lambda r: _of(r, "unfinished_reason")),
        ),
        *_numbers(names, ("codebook_version", "Codebook, number of the version in the project",
                          lambda r: _of(r, "codebook_version"))),
    ]  # fmt: skip
    encoder = study.encoder(names)
    for variable in study.data.codebook.article_variables:
        if variable.derived is None:
            fields += encoder.fields(variable, "", lambda r: r.coding.values if r.coding else None)
    title = "One row for each article and coder, with a column for each article variable."
    return fill("codings", title, fields, study.work)


def spans_table(study: Study) -> DataTable:
    """Return one row for each span, with a column for each attribute of each span type."""
    names = Names()
    codebook = study.data.codebook
    codes = {t.id: t.code for t in codebook.span_types}
    labels = {t.code: t.label for t in codebook.span_types}
    fields = [
        *_texts(
            names,
            ("span_id", "Id of the span", lambda r: str(r.annotation.id)),
            ("span_name", "Id in the coding file", lambda r: r.annotation.source_id),
            ("article", "Key of the article", lambda r: r.article.key),
            ("coder", "Coder", lambda r: r.coder),
        ),
        _flag(names, "finished", "Article finished by the coder", lambda r: r.finished),
        *_coded(names, "type", "Span type", labels, lambda r: codes.get(r.annotation.type)),
        *_numbers(
            names,
            ("start_at", "First character, counted from 0", lambda r: r.annotation.start),
            ("end_at", "Character after the last", lambda r: r.annotation.end),
            ("n_parts", "Parts", lambda r: len(r.annotation.all_parts)),
        ),
        *_texts(
            names,
            ("parts", "Parts as start-end", _parts),
            ("before", f"Up to {CONTEXT} characters before it", _before),
            ("text", "Text of the span", lambda r: r.annotation.quote),
            ("after", f"Up to {CONTEXT} characters after it", _after),
            ("origin", "How it was made", lambda r: r.annotation.origin),
        ),
        _flag(names, "doubt", "Marked as doubtful", lambda r: r.annotation.doubt),
        _flag(names, "excluded", "Lies in an exclusion zone", lambda r: r.excluded),
    ]
    encoder = study.encoder(names)
    for span_type in codebook.span_types:
        for attribute in span_type.attributes:
            fields += encoder.fields(attribute, span_type.id, _cells_if(span_type))
    for attribute in codebook.common_attributes:
        fields += encoder.fields(attribute, "", lambda r: r.cells)
    title = "One row for each coded span, with a column for each attribute of each span type."
    return fill("spans", title, fields, study.spans)


def relations_table(study: Study) -> DataTable:
    """Return one row for each link between spans, with a column for each attribute."""
    names = Names()
    codebook = study.data.codebook
    codes = {r.id: r.code for r in codebook.relations}
    labels = {r.code: r.label for r in codebook.relations}
    fields = [
        *_texts(
            names,
            ("relation_id", "Id of the link", lambda r: str(r.link.id)),
            ("article", "Key of the article", lambda r: r.article.key),
            ("coder", "Coder", lambda r: r.coder),
        ),
        _flag(names, "finished", "Article finished by the coder", lambda r: r.finished),
        *_coded(names, "type", "Relation", labels, lambda r: codes.get(r.link.type)),
        *_texts(
            names,
            ("from_span", "Id of the span it starts at", lambda r: str(r.link.from_id)),
            ("from_text", "Text of that span", lambda r: r.source.quote if r.source else None),
            ("to_span", "Id of the span it leads to", _target_id),
            ("to_text", "Text of that span", lambda r: r.target.quote if r.target else None),
            ("to_article", "Article of that span", lambda r: r.target_article),
            ("pending_span", "Span that is not here yet", _pending_span),
        ),
        *_numbers(
            names,
            ("position", "Place in an ordered chain", lambda r: r.link.position),
            ("path", "Path of an ordered chain", lambda r: r.link.path),
        ),
        *_texts(names, ("origin", "How it was made", lambda r: r.link.origin)),
        _flag(names, "doubt", "Marked as doubtful", lambda r: r.link.doubt),
    ]
    encoder = study.encoder(names)
    for relation in codebook.relations:
        for attribute in relation.attributes:
            if attribute.derived is None:
                fields += encoder.fields(attribute, relation.id, _link_cells_if(relation))
    for attribute in codebook.common_attributes:
        fields += encoder.fields(attribute, "", lambda r: r.link.values)
    title = "One row for each link between spans, with a column for each attribute."
    return fill("relations", title, fields, study.links)


def article_relations_table(study: Study) -> DataTable:
    """Return one row for each link between articles."""
    names = Names()
    relations = study.data.codebook.article_relations
    codes = {r.id: r.code for r in relations}
    fields = [
        *_texts(
            names,
            ("relation_id", "Id of the link", lambda k: str(k.id)),
            ("coder", "Coder", lambda k: study.coders[k.coder_id]),
        ),
        *_coded(names, "type", "Relation", {r.code: r.label for r in relations},
                lambda k: codes.get(k.type)),
        *_texts(
            names,
            ("from_article", "Article it starts at", lambda k: _first_article(study, k)),
            ("to_article", "Article it leads to", lambda k: _other_article(study, k)),
        ),
    ]  # fmt: skip
    encoder = study.encoder(names)
    for relation in relations:
        for attribute in relation.attributes:
            fields += encoder.fields(
                attribute, relation.id, lambda k, r=relation: k.values if k.type == r.id else None
            )
    held = [k for k in study.data.article_links if k.from_article_id in study.articles]
    held.sort(key=lambda k: (study.articles[k.from_article_id].sequence, k.sequence, str(k.id)))
    return fill("article_relations", "One row for each link between articles.", fields, held)


def _texts(names: Names, *columns: tuple[str, str, Any]) -> list[Field]:
    return [Field(DataColumn(names.take(n), label), read) for n, label, read in columns]


def _numbers(names: Names, *columns: tuple[str, str, Any]) -> list[Field]:
    return [
        Field(DataColumn(names.take(n), label, "integer", "ratio"), read)
        for n, label, read in columns
    ]


def _flag(names: Names, name: str, label: str, read: Any) -> Field:
    column = DataColumn(names.take(name), label, "flag", "nominal", labels=NO_YES)
    return Field(column, lambda record: int(bool(read(record))))


def _coded(
    names: Names, name: str, label: str, labels: Mapping[int, str], read: Any
) -> list[Field]:
    code = DataColumn(names.take(name), label, "category", "nominal", labels=labels)
    words = DataColumn(names.take(f"{name}_label"), f"{label}: in words", spells_out=code.name)
    return [Field(code, read), Field(words, lambda record: labels.get(read(record)))]


def _metadata(key: str) -> Any:
    def read(article: Article) -> Value:
        content = article.metadata.get(key)
        if isinstance(content, (list, tuple)):
            return JOINT.join(map(str, content)) or None
        return str(content) if content not in (None, "") else None

    return read


def _cells_if(span_type: SpanType) -> Any:
    return lambda record: record.cells if record.annotation.type == span_type.id else None


def _link_cells_if(relation: ArticleRelation) -> Any:
    return lambda record: record.link.values if record.link.type == relation.id else None


def _of(record: CodingRecord, name: str) -> Any:
    return getattr(record.coding, name) if record.coding else None


def _is_finished(record: CodingRecord) -> bool:
    return record.coding is not None and record.coding.status == CodingStatus.FINISHED


def _coded_types(record: CodingRecord) -> str | None:
    return " ".join(record.coding.coded_types) or None if record.coding else None


def _finished_at(record: CodingRecord) -> str | None:
    moment = _of(record, "finished_at")
    return moment.isoformat() if moment else None


def _target_id(record: LinkRecord) -> str | None:
    return str(record.link.to_id) if record.link.to_id else None


def _pending_span(record: LinkRecord) -> str | None:
    if record.link.to_id is not None:
        return None
    return (record.link.pending_target or {}).get("span")


def _first_article(study: Study, link: ArticleLink) -> str:
    return study.articles[link.from_article_id].key


def _other_article(study: Study, link: ArticleLink) -> str | None:
    target = study.articles.get(link.to_article_id) if link.to_article_id else None
    if target is not None:
        return target.key
    return (link.pending_target or {}).get("article")


def _parts(record: SpanRecord) -> str:
    return ";".join(f"{start}-{end}" for start, end in record.annotation.all_parts)


def _before(record: SpanRecord) -> str | None:
    start = record.annotation.start
    return _one_line(record.version.text[max(0, start - CONTEXT) : start])


def _after(record: SpanRecord) -> str | None:
    end = record.annotation.end
    return _one_line(record.version.text[end : end + CONTEXT])


def _one_line(text: str) -> str | None:
    return " ".join(text.split()) or None


def _covered(zones: Iterable[tuple[int, int]]) -> int:
    return sum(end - start for start, end in merge_zones(tuple(zones)))
