"""What the article view is given: numbers that follow the text, zones that rules propose."""

from __future__ import annotations

from refusal_annotator.domain.spans import Span
from refusal_annotator.ui.session_marks import Numbering, article_content, leading_type


def claims_of(study):
    return [
        a.id for a in study.desk.session.ordered() if a.type == leading_type(study.desk.codebook).id
    ]


def open_coded(study):
    listed = study.code.queue.model.order()
    study.code.open_article(next(a.id for a in listed if a.n_codings))
    if study.desk.is_finished:
        study.desk.acts.reopen()


def test_claims_are_numbered_by_place_and_follow_deletion_and_undo(study):
    open_coded(study)
    before = claims_of(study)
    assert [study.desk.numbers[i] for i in before] == list(range(1, len(before) + 1))
    study.desk.select(before[0])
    study.desk.acts.delete()
    assert list(study.desk.numbers) == before[1:]
    assert study.desk.numbers[before[1]] == 1
    study.desk.undo()
    assert list(study.desk.numbers) == before
    assert dict(study.desk.numbers) == dict(Numbering(study.desk.session))


def test_zones_that_rules_propose_are_shown_and_may_be_coded(study):
    for article in study.code.queue.model.order():
        study.code.open_article(article.id)
        session = study.desk.session
        proposed = [z for z in session.zones if z.status == "proposed"]
        shown = {(z.start, z.end) for z in article_content(session).zones}
        assert {(z.start, z.end) for z in session.zones} == shown
        if proposed:
            assert session.in_zone(Span(proposed[0].start, proposed[0].end)) is None
