"""Puts what learned models choose in the place of the rules' findings, with their links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from refusal_annotator.prehighlight.base import Found, FoundLink
from refusal_annotator.prehighlight.calibration import Calibration
from refusal_annotator.prehighlight.candidates import Candidate
from refusal_annotator.prehighlight.choosing import chosen
from refusal_annotator.prehighlight.learner import ROLES, Learned, candidates_of

if TYPE_CHECKING:
    from refusal_annotator.prehighlight.factories import Findings


def apply_learned(
    findings: Findings, learned: Learned, calibration: Calibration
) -> dict[int, float]:
    """Put what the models choose in place of the rules' findings; returns scores by identity."""
    used = [role for role in ROLES if learned.model_for(role) is not None]
    if not used:
        return {}
    by_role = candidates_of(findings, calibration)
    scores: dict[int, float] = {}
    names = {"number": "numbers", "actor": "actors", "claim": "claims", "stance": "stances"}
    for role in used:
        before: list[Found] = getattr(findings, names[role])
        after: list[Found] = []
        for candidate, score in chosen(by_role[role], learned.model_for(role)):
            item = candidate.found or _made(candidate, before)
            after.append(item)
            scores[id(item)] = score
        findings.links = _moved(findings.links, before, after)
        setattr(findings, names[role], after)
    return scores


def _made(candidate: Candidate, before: Sequence[Found]) -> Found:
    """A finding of a candidate that is none of the rules; a claim takes over what is known of its
    neighbourhood.
    """
    facts: dict[str, Any] = dict(candidate.facts)
    if candidate.role == "claim":
        near = max(before, key=lambda f: _shared(f, candidate), default=None)
        if near is not None and _shared(near, candidate) > 0:
            facts = dict(near.facts)
    return Found(
        candidate.role, candidate.start, candidate.end, 0.5, "learned from coded articles", facts
    )


def _moved(
    links: Sequence[FoundLink], before: Sequence[Found], after: Sequence[Found]
) -> list[FoundLink]:
    """Links of findings that are gone go to what stands in their place."""
    kept = {id(item) for item in after}
    gone = {id(item) for item in before} - kept
    fresh = [item for item in after if id(item) not in {id(b) for b in before}]
    out: list[FoundLink] = []
    for link in links:
        if id(link.source) in gone or id(link.target) in gone:
            for item in fresh:
                source = (
                    item if _shared(link.source, item) > 0 and id(link.source) in gone else None
                )
                target = (
                    item if _shared(link.target, item) > 0 and id(link.target) in gone else None
                )
                if source or target:
                    out.append(
                        replace(link, source=source or link.source, target=target or link.target)
                    )
        else:
            out.append(link)
    return out


def _shared(one: Found | Candidate, other: Found | Candidate) -> int:
    return min(one.end, other.end) - max(one.start, other.start)
