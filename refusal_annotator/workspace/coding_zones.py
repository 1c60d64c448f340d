"""Exclusion zones: text that nobody codes.

They hold for all coders, so a supervisor or a lone coder decides on them; others propose.
"""

from __future__ import annotations

from uuid import UUID

from refusal_annotator.domain.annotations import Zone, zone_id
from refusal_annotator.domain.changes import Change, ChangeSet, creation, edits
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.spans import Span
from refusal_annotator.workspace.acts import article_act
from refusal_annotator.workspace.session import ArticleSession


def confirm_zone(session: ArticleSession, zone_id: UUID) -> ChangeSet:
    """Confirm a proposed zone; for all coders of the article."""
    zone = _zone(session, zone_id)
    _require_right(session, "confirmed")
    _refuse_coded(session, Span(zone.start, zone.end), "The zone was not confirmed")
    return article_act(session, "Confirm a zone", edits("zone", zone, status="confirmed"))


def remove_zone(session: ArticleSession, zone_id: UUID) -> ChangeSet:
    """Take a zone away, so that its text is coded; for all coders of the article."""
    zone = _zone(session, zone_id)
    own_proposal = zone.status == "proposed" and zone.coder_id == session.coder.id
    if not own_proposal:
        _require_right(session, "removed")
    return article_act(session, "Remove a zone", edits("zone", zone, deleted=True))


def add_zone(session: ArticleSession, kind: str, start: int, end: int) -> ChangeSet:
    """Exclude a stretch of text from coding; of a coder who does not decide it is a proposal."""
    if session.codebook.zone_kind(kind) is None:
        allowed = ", ".join(str(z.id) for z in session.codebook.exclusion_zones) or "none"
        raise AnnotatorError(f"The codebook has no zone kind {kind!r}; it has {allowed}.")
    if not 0 <= start < end <= len(session.text):
        raise AnnotatorError(
            f"The zone was not made: {start}-{end} is empty or outside the text. "
            "Select at least one character."
        )
    _refuse_coded(session, Span(start, end), "The zone was not made")
    wanted = Zone(
        id=zone_id(session.version.id, kind, start, end),
        article_version_id=session.version.id,
        start=start,
        end=end,
        kind=kind,
        source="coder",
        status="confirmed" if session.decides_zones else "proposed",
        coder_id=session.coder.id,
    )
    label = "Add a zone" if session.decides_zones else "Propose a zone"
    return article_act(session, label, _changes(session, wanted))


def _changes(session: ArticleSession, wanted: Zone) -> list[Change]:
    here = next((z for z in session.zones if z.id == wanted.id), None)
    earlier = here or session.deleted.get(wanted.id)
    if not isinstance(earlier, Zone):
        return [creation("zone", wanted)]
    if here and (here.status == "confirmed" or wanted.status == "proposed"):
        raise AnnotatorError("The zone was not made: this text is such a zone already.")
    return list(edits("zone", earlier, status=wanted.status, deleted=False))


def _zone(session: ArticleSession, wanted: UUID) -> Zone:
    zone = next((z for z in session.zones if z.id == wanted), None)
    if zone is None:
        raise AnnotatorError("That zone is not here any more.")
    return zone


def _require_right(session: ArticleSession, done: str) -> None:
    if not session.decides_zones:
        raise AnnotatorError(
            f"The zone was not {done}: zones hold for all coders, so a supervisor decides on them."
        )


def _refuse_coded(session: ArticleSession, span: Span, failed: str) -> None:
    coded = next((a for a in session.ordered() if a.span.overlaps(span)), None)
    if coded is not None:
        raise AnnotatorError(
            f"{failed}: “{coded.quote[:40]}” in it is coded. Delete the coding first."
        )
