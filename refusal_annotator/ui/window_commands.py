"""What each command calls in the window, and when it can be used."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from refusal_annotator.ui import data_doors

if TYPE_CHECKING:
    from refusal_annotator.ui.main_window import MainWindow


def calls_of(window: MainWindow) -> dict[str, Callable[..., object]]:
    """What each command calls, by the name that the commands use."""
    return {
        "new_project": window.doors.new_project,
        "open_project": window.doors.choose,
        "open_sample": window.doors.open_sample,
        "export_workbook": lambda: window.agreement.export(),
        "export_data": lambda: data_doors.export_data(window),
        "open_table": lambda: data_doors.open_table(window),
        "switch_coder": window.doors.switch_coder,
        "close_project": window.close_project,
        "quit": window.close,
        "undo": window.undoing.undo,
        "redo": window.undoing.redo,
        "find": lambda: window.code.open_search(),
        "search_corpus": window.corpus_search.start,
        "find_next": lambda: window.code.find_again(backwards=False),
        "find_previous": lambda: window.code.find_again(backwards=True),
        "set_theme": lambda name: window.looks.change(theme=name),
        "zoom_in": lambda: window.zoom(1),
        "zoom_out": lambda: window.zoom(-1),
        "zoom_reset": lambda: window.zoom(0),
        "toggle_queue": lambda: window.code.set_queue_visible(not window.code.queue.isVisible()),
        "toggle_inspector": lambda: window.code.set_inspector_visible(
            not window.code.inspector.isVisible()
        ),
        "toggle_backlight": lambda: window.code.view.set_backlight(
            window.actions_.action("backlight").isChecked()
        ),
        "toggle_focus_mode": lambda: window.code.view.set_focus_mode(
            window.actions_.action("focus_mode").isChecked()
        ),
        "toggle_sentence_numbers": lambda: window.looks.change(
            sentence_numbers=not window.settings.sentence_numbers
        ),
        "focus_minimap": lambda: window.code.pane.minimap.setFocus(),
        "toggle_compact": lambda: window.looks.change(
            density="comfortable" if window.settings.density == "compact" else "compact"
        ),
        "show_settings": lambda: window.go("settings"),
        "show_pace": lambda: window.show_settings_page("pace"),
        "change_keys": lambda: window.show_settings_page("keys"),
        "go": window.go,
        "next_article": lambda: window.code.step_article(True),
        "previous_article": lambda: window.code.step_article(False),
        "next_coding": lambda: window.code.acts.step_coding(True),
        "previous_coding": lambda: window.code.acts.step_coding(False),
        "next_overlap": lambda: window.code.acts.next_overlap(),
        "next_doubt": lambda: window.code.acts.next_doubt(),
        "next_missing": lambda: window.code.acts.next_missing(),
        "tag": lambda type_id: window.code.acts.tag(type_id),
        "last_type": lambda: window.code.acts.tag_last(),
        "show_palette": window.overlays.show_palette,
        "show_recent": window.overlays.show_recent,
        "show_places": window.overlays.show_places,
        "grow": lambda: window.code.acts.grow(True),
        "shrink": lambda: window.code.acts.grow(False),
        "link": lambda: window.code.acts.toggle_link(),
        "link_across": window.across.start,
        "go_back": window.across.go_back,
        "show_history": window.show_history,
        "edit_field": lambda: window.code.acts.edit_field(),
        "toggle_definition": lambda: window.code.acts.toggle_definition(),
        "toggle_article_form": lambda: window.code.acts.toggle_article_form(),
        "toggle_doubt": lambda: window.desk.acts.toggle_doubt(),
        "edit_note": lambda: window.code.acts.edit_note(),
        "delete": lambda: window.desk.acts.delete(),
        "pick_start_edge": lambda: window.code.acts.pick_edge("start"),
        "add_part": lambda: window.code.acts.add_part(),
        "remove_part": lambda: window.desk.acts.remove_part(window.code.view.caret()),
        "pick_end_edge": lambda: window.code.acts.pick_edge("end"),
        "tag_everywhere": window.occurring.start,
        "toggle_comments": lambda: window.code.acts.toggle_comments(),
        "toggle_history": lambda: window.code.acts.toggle_history(),
        "toggle_table": lambda: window.codings_table.toggle(),
        "next_open": lambda: window.code.acts.next_open(),
        "finish": window.finishing.finish,
        "reopen": lambda: window.desk.acts.reopen(),
        "next_suggestion": lambda: window.code.acts.step_suggestion(True),
        "previous_suggestion": lambda: window.code.acts.step_suggestion(False),
        "accept": lambda: window.code.acts.accept(),
        "accept_and_edit": lambda: window.code.acts.accept_and_edit(),
        "reject": lambda: window.desk.deciding.reject(),
        "skip": lambda: window.desk.deciding.skip(),
        "accept_sentence": lambda: window.desk.deciding.accept_sentence(),
        "import_files": window.import_files,
        "import_folder": window.import_folder,
        "prehighlight": window.prehighlight,
        "show_suggestion_panel": lambda: window.show_corpus_page("suggestions"),
        "show_metadata_grid": lambda: window.show_corpus_page("metadata"),
        "rename_actor": lambda: window.actors.rename(),
        "merge_actors": lambda: window.actors.merge(),
        "split_actor": lambda: window.actors.split(),
        "compute": window.compute,
        "next_disagreement": lambda: window.compare.step(True),
        "previous_disagreement": lambda: window.compare.step(False),
        "only_differences": lambda: window.compare.only.toggle(),
        "coder_names": lambda: window.compare.names.toggle(),
        "show_kind": lambda kind: window.compare.show_kind(kind),
        "back_to_figure": lambda: window.compare.go_back(),
        "show_keys": window.overlays.show_keys,
        "show_about": window.overlays.show_about,
    }


def conditions_of(window: MainWindow) -> dict[str, Callable[[], bool]]:
    """When a command can be used, by the name that the commands use."""
    desk = window.desk

    def writable() -> bool:
        return desk.session is not None and not desk.read_only

    def on_actors() -> bool:
        return window.screen_name == "actors" and window.actors.writable

    def compared() -> bool:
        made = window.bridge is not None and window.screens.is_made("agreement")
        return made and window.agreement.report is not None

    return {
        "always": lambda: True,
        "project": lambda: window.bridge is not None,
        "writable": lambda: window.bridge is not None and not window.bridge.project.read_only,
        "article": lambda: desk.session is not None,
        "changeable": writable,
        "selection": lambda: writable() and bool(desk.last_type),
        "coding": lambda: desk.selected is not None,
        "linkable_across": window.across.may_start,
        "came_from": window.across.may_go_back,
        "linkable": lambda: writable() and desk.selected is not None,
        "suggestions": lambda: desk.n_suggestions > 0,
        "suggestion": lambda: writable() and desk.suggestion is not None,
        "unfinished": writable,
        "finished": lambda: desk.is_finished,
        "can_undo": window.undoing.may_undo,
        "can_redo": window.undoing.may_redo,
        "actor": lambda: on_actors() and len(window.actors.chosen()) == 1,
        "actors": lambda: on_actors() and len(window.actors.chosen()) > 1,
        "spellings": lambda: on_actors() and bool(window.actors.card.ticked),
        "compared": compared,
        "disagreements": lambda: compared() and window.compare.has_disagreements,
    }
