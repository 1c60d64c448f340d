"""Two coders at one window: one never touches the mouse, one uses it wherever it can be used.

Both look at the screen for what a person would see there (the caret, which field is open, which
letter stands over a coding) and act by real events alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QScrollArea, QWidget

from refusal_annotator.domain.codebook import type_keys
from refusal_annotator.domain.variables import Cell, missing_kind, plain, plain_list
from refusal_annotator.ui.editors import Editor
from refusal_annotator.ui.main_window import MainWindow
from refusal_annotator.ui.panels.fields import FieldList
from refusal_annotator.ui.widgets.options import Option, OptionList
from tests.journeys.inputs import Input, settle, until
from tests.journeys.plan import Cells, Place, Plan, PlannedLink, place_of

PATIENCE = 400  # keys for one place; more means that the way there is lost


class Coder:
    """What both have in common: the order of the work, and typing."""

    def __init__(self, window: MainWindow, hands: Input) -> None:
        self.window, self.hands = window, hands
        self.view, self.desk = window.code.view, window.desk
        self.inspector = window.code.inspector

    def code(self, plan: Plan) -> None:
        """Code the open article as planned, span by span, then the links, then the article."""
        for place, cells in plan.spans.items():
            self.tag(place)
            self.fill(self.inspector.coding.fields, cells)
        for link in plan.links:
            self.link(link)
        self.fill_article(plan.article)

    # --- to be had in two ways ------------------------------------------------------------------

    def tag(self, place: Place) -> None:
        """Select the words, tag them, mend the edges where the type trims otherwise."""
        raise AssertionError

    def choose(self, place: Place) -> None:
        """Select a coding that is there."""
        raise AssertionError

    def open_field(self, fields: FieldList, variable_id: str) -> None:
        """Open the editor of a variable."""
        raise AssertionError

    def take(self, options: OptionList, wanted: Callable[[Option], bool]) -> None:
        """Take an option of an open editor."""
        raise AssertionError

    def link(self, link: PlannedLink) -> None:
        """Link two codings, and fill what the link is asked."""
        raise AssertionError

    def fill_article(self, cells: Cells) -> None:
        """Fill the form of the article."""
        raise AssertionError

    # --- fields ---------------------------------------------------------------------------------

    def fill(self, fields: FieldList, cells: Cells) -> None:
        """Give each variable its cell; what a choice shows or hides is followed."""
        until(lambda: any(row.isVisible() for row in fields.rows), "the fields are shown")
        for variable_id in self._in_order(fields, cells):
            self.open_field(fields, variable_id)
            editor = fields.editor
            assert editor is not None
            self.enter(fields, editor, cells[variable_id])
        for variable_id in [i for i in self._shown(fields) if i not in cells]:
            if fields._cells.get(variable_id):
                self.open_field(fields, variable_id)
                self.hands.key("BackSpace")
        self.leave(fields)

    def enter(self, fields: FieldList, editor: Editor, cell: Cell) -> None:
        """Answer in the open editor."""
        attribute = editor.attribute
        if attribute.has_categories and attribute.holds_list:
            for item in plain_list(cell):
                self.take(editor.options, lambda o, item=item: o.id == item)
        elif attribute.has_categories:
            content, kind = plain(cell), missing_kind(cell)
            by_category = content if content is not None else kind
            self.take(
                editor.options,
                lambda o: o.id == by_category or getattr(o.id, "code", None) == kind is not None,
            )
        elif attribute.holds_list:
            for item in plain_list(cell):
                self._type(editor.line, str(item))
        elif cell.get("open"):
            self.take(editor.options, lambda o: o.key == "O")
        elif missing_kind(cell) is not None:
            kind = missing_kind(cell)
            self.take(editor.options, lambda o: getattr(o.id, "code", None) == kind)
        else:
            self._type(editor, str(plain(cell)))

    def leave(self, fields: FieldList) -> None:
        """Back to the text."""
        if fields.open_id or not self.view.hasFocus():
            self.hands.key("Escape")
        until(self.view.hasFocus, "the text has the focus")

    def _type(self, editor: Any, text: str) -> None:
        self.hands.type(text)
        if editor.attribute.value_type == "entity":
            ids = (("entity", text), ("new", text))
            for _ in range(PATIENCE):
                if editor.options.current() in ids:
                    break
                self.hands.key("Down")
        self.hands.key("Return")

    @staticmethod
    def _shown(fields: FieldList) -> list[str]:
        return [row.attribute.id for row in fields.rows]

    def _in_order(self, fields: FieldList, cells: Cells):
        done: set[str] = set()
        for _ in range(PATIENCE):
            shown = [i for i in self._shown(fields) if i in cells and i not in done]
            following = next((i for i in shown if fields._cells.get(i) != cells[i]), None)
            if following is None:
                return
            done.add(following)
            yield following

    def _selected_place(self) -> Place | None:
        return place_of(self.desk.selected) if self.desk.selected else None


class KeyboardCoder(Coder):
    """Codes without the mouse."""

    def tag(self, place: Place) -> None:
        type_id, start, end = place
        self._caret_to(start)
        self._extend_to(end)
        self.hands.key(type_keys(self.desk.codebook)[type_id])
        assert self.desk.selected is not None, f"nothing was tagged at {place}"
        self._mend(place)

    def choose(self, place: Place) -> None:
        backwards = self.desk.selected is not None and self.desk.selected.start > place[1]
        for _ in range(PATIENCE):
            if self._selected_place() == place:
                return
            self.hands.key("k" if backwards else "j")
        raise AssertionError(f"no way to {place}")

    def open_field(self, fields: FieldList, variable_id: str) -> None:
        if not fields.open_id:
            self.hands.key("Return")
        for _ in range(PATIENCE):
            if fields.open_id == variable_id:
                return
            ids = self._shown(fields)
            assert fields.open_id in ids, f"no field is open on the way to {variable_id}"
            forward = ids.index(fields.open_id) < ids.index(variable_id)
            self.hands.key("Tab" if forward else "shift+Tab")
        raise AssertionError(f"no way to the field {variable_id}")

    def take(self, options: OptionList, wanted: Callable[[Option], bool]) -> None:
        option = option_of(options, wanted)
        if not options.hasFocus():
            self.hands.key("Down")
        if option.key:
            self.hands.key(option.key.lower())
            return
        for _ in range(PATIENCE):
            if options.current() == option.id:
                break
            self.hands.key("Down")
        self.hands.key("Return")

    def link(self, link: PlannedLink) -> None:
        self.choose(link.source)
        self.hands.key("l")
        for _ in range(PATIENCE):
            if self.desk.linking and self.desk.linking.relation.id == link.type:
                break
            self.hands.key("Tab")
        state = self.desk.linking
        assert state is not None
        target = next(a for a in state.candidates if place_of(a) == link.target)
        if target.id in state.letters:
            self.hands.key(state.letters[target.id].lower())
        else:
            raise AssertionError(f"no letter for {link}")
        if self.desk.linking is not None:
            self.hands.key("Escape")
        if link.cells:
            self._fill_link(link)

    def fill_article(self, cells: Cells) -> None:
        fields = self.inspector.article.fields
        if not self.inspector.shows_article:
            self.hands.key("v")
        self.fill(fields, cells)

    def _fill_link(self, link: PlannedLink) -> None:
        row = self.inspector.coding.link_rows[link.type]
        for _ in range(PATIENCE):
            focus = self.window.focusWidget()
            fields = next(
                (f for f in row.fields.values() if focus is not None and f.isAncestorOf(focus)),
                None,
            )
            if fields is not None:
                break
            self.hands.key("Tab")
        else:
            raise AssertionError(f"no way to the fields of {link}")
        self.hands.key("Return")
        self.fill(fields, link.cells)

    def _caret_to(self, start: int) -> None:
        units = self.view.sentences
        if self.view.selection() is not None:
            self.hands.key("Escape")
        if self.view.caret() > start:
            self.hands.key("ctrl+Home")
        for _ in range(PATIENCE):
            following = units.next_start(self.view.caret())
            if following is None or following > start:
                break
            self.hands.key("ctrl+Right")
        while self.view.caret() < start:
            following = self.view.tokens.next_start(self.view.caret())
            by_token = following is not None and following <= start
            self.hands.key("Right" if by_token else "alt+Right")
        assert self.view.caret() == start, f"the caret stands at {self.view.caret()}, not {start}"

    def _extend_to(self, end: int) -> None:
        for _ in range(PATIENCE):
            following = self.view.sentences.next_end(self.view.caret())
            if following is None or following > end:
                break
            self.hands.key("shift+ctrl+Right")
        while self.view.caret() < end:
            following = self.view.tokens.next_end(self.view.caret())
            by_token = following is not None and following <= end
            self.hands.key("shift+Right" if by_token else "shift+alt+Right")

    def _mend(self, place: Place) -> None:
        for key, at in (("bracketleft", 1), ("bracketright", 2)):
            made = self._selected_place()
            assert made is not None
            if made[at] == place[at]:
                continue
            self.hands.key(key)
            for _ in range(abs(made[at] - place[at])):
                self.hands.key("alt+Right" if made[at] < place[at] else "alt+Left")
            self.hands.key("Return")
        assert self._selected_place() == place, f"{self._selected_place()} instead of {place}"


class MouseCoder(Coder):
    """Codes with the mouse; only figures, names and texts are typed."""

    def tag(self, place: Place) -> None:
        type_id, start, end = place
        self._drag(start, end)
        self._press(self.window.code.toolbar.types[self.desk.codebook.span_type(type_id).label])
        assert self.desk.selected is not None, f"nothing was tagged at {place}"
        for at in (1, 2):
            self._drag_handle(place, at)
        assert self._selected_place() == place, f"{self._selected_place()} instead of {place}"

    def choose(self, place: Place) -> None:
        wanted = next(a.id for a in self.desk.session.ordered() if place_of(a) == place)
        self._reach(place[1])
        port = self.view.viewport()
        self.hands.click(port, self._point(place[1], after=True))
        for _ in range(PATIENCE):
            if self.desk.selected is not None and self.desk.selected.id == wanted:
                return
            # A further click at the same place goes through what overlaps there.
            self.hands.key("o")
        raise AssertionError(f"no way to {place}")

    def open_field(self, fields: FieldList, variable_id: str) -> None:
        if fields.open_id == variable_id:
            return
        row = next(r for r in fields.rows if r.attribute.id == variable_id)
        self._show(row)
        self.hands.click(row, row.rect().center())
        assert fields.open_id == variable_id

    def take(self, options: OptionList, wanted: Callable[[Option], bool]) -> None:
        option = option_of(options, wanted)
        self._show(options)
        row = next(i for i, o in enumerate(options_of(options)) if o.id == option.id)
        index = options.model().index(row, 0)
        options.scrollTo(index)
        self.hands.click(options.viewport(), options.visualRect(index).center())

    def link(self, link: PlannedLink) -> None:
        self.choose(link.source)
        page = self.inspector.coding
        relation = self.desk.codebook.relation(link.type)
        row = page.link_rows.get(link.type) or page.link_rows["more"]
        chip = next(
            c
            for c in row.findChildren(QWidget)
            if c.accessibleName() == f"Add link: {relation.label}"
        )
        self._press(chip)
        state = self.desk.linking
        assert state is not None and state.relation.id == link.type
        target = next(a for a in state.candidates if place_of(a) == link.target)
        self.take(self.inspector.linking.options, lambda o: o.id == target.id)
        if self.desk.linking is not None:
            self._press(self.window.code.toolbar.link)
        if link.cells:
            row = page.link_rows[link.type]
            made = next(
                k
                for k in self.desk.session.links_from(self.desk.selected.id)
                if k.type == link.type and k.to_id == target.id
            )
            self.fill(row.fields[made.id], link.cells)

    def fill_article(self, cells: Cells) -> None:
        if not self.inspector.shows_article:
            for _ in range(PATIENCE):
                if self.inspector.form_button.isVisible():
                    break
                self.hands.key("Escape")  # to the text, then off the coding
            self._press(self.inspector.form_button)
        self.fill(self.inspector.article.fields, cells)

    def _drag(self, start: int, end: int) -> None:
        tokens = self.view.tokens
        whole = tokens.snap(start, end) == (start, end)
        self._reach(start)
        points = [self._point(start, after=True)]
        last = self._point(end, after=False)
        points += [(points[0] + last) / 2, last]
        self.hands.drag(self.view.viewport(), points, alt=not whole)

    def _drag_handle(self, place: Place, at: int) -> None:
        made = self._selected_place()
        assert made is not None
        if made[at] == place[at]:
            return
        self._reach(place[at])
        fro, to = self._point(made[at], after=at == 1), self._point(place[at], after=False)
        self.hands.drag(self.view.viewport(), [fro, (fro + to) / 2, to], alt=True)

    def _press(self, widget: QWidget) -> None:
        self._show(widget)
        self.hands.click(widget, widget.rect().center())

    def _show(self, widget: QWidget) -> None:
        above = widget.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                settle()
                above.ensureWidgetVisible(widget, 0, 20)
                settle()
                return
            above = above.parentWidget()

    def _reach(self, position: int) -> None:
        self.view.scroll_to_position(position)
        settle()

    def _point(self, position: int, *, after: bool) -> QPoint:
        cursor = QTextCursor(self.view.document())
        cursor.setPosition(self.view.offsets.to_qt(position))
        return self.view.cursorRect(cursor).center() + QPoint(1 if after else -1, 0)


def options_of(options: OptionList) -> tuple[Option, ...]:
    """The choices that an open list shows."""
    return options._model.options


def option_of(options: OptionList, wanted: Callable[[Option], bool]) -> Option:
    """The choice meant; it must be there."""
    found = next((o for o in options_of(options) if wanted(o)), None)
    assert found is not None, f"not among {[o.text for o in options_of(options)]}"
    return found
