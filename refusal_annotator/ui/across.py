"""Links to other articles in the window: the panel that makes them, the way there and back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Qt

from refusal_annotator.domain.codebook import Relation
from refusal_annotator.ui.panels.across_panel import AcrossPanel
from refusal_annotator.workspace.coding_links import relations_across

if TYPE_CHECKING:
    from refusal_annotator.ui.main_window import MainWindow
    from refusal_annotator.workspace.coding_links_across import FarSpan
    from refusal_annotator.workspace.far_candidates import FarCandidates


class AcrossLinks(QObject):
    """Lays the panel over the inspector while a coding is linked with another article."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._desk = window, window.desk
        self._panel: AcrossPanel | None = None
        self._from: UUID | None = None
        self._relation = ""
        self._begun_in_link_mode = False
        self._asked = 0
        # Where links were followed from: article and coding, the last one last.
        self._ways: list[tuple[UUID, UUID | None]] = []
        self._desk.selection_changed.connect(self._put_away)
        self._desk.article_changed.connect(self._on_article)
        self._desk.content_changed.connect(self._follow)

    @property
    def panel(self) -> AcrossPanel:
        """The panel; it is made by the first who asks."""
        if self._panel is None:
            self._panel = AcrossPanel()
            self._panel.chosen.connect(self._link)
            self._panel.relation_wanted.connect(self._show)
            self._panel.history_wanted.connect(lambda: self._window.show_history())
            self._panel.left.connect(self.leave)
        return self._panel

    @property
    def active(self) -> bool:
        """Whether the panel is shown."""
        return self._from is not None

    def may_start(self) -> bool:
        """Whether the selected coding may be linked with another article."""
        return self._desk.session is not None and not self._desk.read_only and bool(self._kinds())

    def start(self, relation_id: str = "") -> None:
        """Show the panel for the selected coding, by this kind of link or the one of link mode."""
        source, state = self._desk.selected, self._desk.linking
        if source is None or not self.may_start():
            return
        if self.active:
            self.panel.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self._begun_in_link_mode = state is not None
        wanted = relation_id or (state.relation.id if state else "")
        self._desk.links.leave()
        self._from = source.id
        code = self._window.code
        if code.inspector.isHidden():
            code.set_inspector_visible(True)
        code.inspector.toggle_article(False)
        code.inspector.lay_over(self.panel)
        self._show(wanted)
        self.panel.history.set_key(self._window.actions_.key("go_history"))
        self.panel.start()

    def leave(self) -> None:
        """Put the panel away: back to link mode where it was begun there, else to the text."""
        again, relation = self._begun_in_link_mode, self._relation
        self._put_away()
        if again:
            self._desk.links.start(relation)
        self._window.code.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the way there and back -------------------------------------------------------------

    def follow(self, far: FarSpan) -> None:
        """Open the article at the other end of a link, with the coding selected."""
        session, here = self._desk.session, self._desk.selected
        if session is not None:
            self._ways.append((session.article.id, here.id if here else None))
        self._open(far.article_id, far.annotation.id)

    def may_go_back(self) -> bool:
        """Whether a link was followed to here."""
        return bool(self._ways)

    def go_back(self) -> None:
        """Go to where the last link was followed from."""
        if self._ways:
            self._open(*self._ways.pop())

    def _open(self, article_id: UUID, coding_id: UUID | None) -> None:
        window = self._window
        window.code_article(article_id)
        session = self._desk.session
        if session is None or session.article.id != article_id:
            return
        if coding_id in session.annotations:
            self._desk.select(coding_id)
        elif coding_id is not None:
            window.status.warn(self.tr("The coding is not here any more; it was deleted."))
        window.code.view.setFocus(Qt.FocusReason.OtherFocusReason)
        window.actions_.refresh()

    # --- the panel --------------------------------------------------------------------------

    def _kinds(self) -> tuple[Relation, ...]:
        source = self._desk.selected
        return relations_across(self._desk.codebook, source) if source is not None else ()

    def _show(self, relation_id: str) -> None:
        source, kinds = self._desk.selected, self._kinds()
        if source is None or not kinds:
            self._put_away()
            return
        relation = next((r for r in kinds if r.id == relation_id), kinds[0])
        self._relation = relation.id
        self.panel.begin(source.quote, kinds, relation)
        self._read(relation)

    def _read(self, relation: Relation) -> None:
        from refusal_annotator.workspace.far_candidates import far_candidates, far_question

        session, from_id = self._desk.session, self._from
        assert session is not None and from_id is not None
        self._asked += 1
        asked = self._asked
        question = far_question(session, relation, from_id)

        def show(found: FarCandidates) -> None:
            if asked == self._asked and self.active:
                self.panel.show_found(found)

        self._desk.bridge.read(lambda project: far_candidates(project, question), show)

    def _link(self, target_id: UUID) -> None:
        from refusal_annotator.workspace.coding_links_across import relate_across

        desk, relation_id, from_id = self._desk, self._relation, self._from
        if from_id is None:
            return
        project = desk.bridge.project
        made = desk.do(lambda s: relate_across(project, s, relation_id, from_id, target_id))
        if made is None:
            return
        window = self._window
        words = self.tr("Linked across articles")
        rest = self.tr("· undo it in the study's history")
        if desk.codebook.relation(relation_id).is_single:
            self.leave()
        else:
            self._show(relation_id)
            self.panel.say_made(f"{words} {rest}.")
        key = window.actions_.key("go_history")
        window.status.calm()
        window.status.say(words, rest, ((key, self.tr("study's history")),) if key else ())

    def _on_article(self) -> None:
        self._put_away()
        if self._desk.session is None:
            # Another coder comes, or another project.
            self._ways.clear()

    def _follow(self) -> None:
        """An act, or undo, may have taken the coding away, or finished the article."""
        if self.active and not self.may_start():
            self._put_away()

    def _put_away(self) -> None:
        if not self.active:
            return
        self._from, self._begun_in_link_mode = None, False
        self._window.code.inspector.lay_over(None)
