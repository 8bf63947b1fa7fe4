"""What the place is called, who is told when something is wrong, and what stands at the foot of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.errors import ConflictError
from assetmap.screens import saying, session
from assetmap.screens.livemap import base_path
from assetmap.screens.setting_up.terms import school_terms
from assetmap.screens.setting_up.unshelled import trouble
from assetmap.setup.editing import LONGEST_WEEKS, change_place, lines, seen, terms
from assetmap.vocabulary import vocabulary
from assetmap.webmap.safe import html_text
from assetmap.wording import capital, ngettext, spoken
from assetmap.wording import gettext as _
from assetmap.wording.naming import called

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.setup.editing import Seen

LANGUAGES = {
    "en": "English", "cy": "Welsh", "gd": "Scottish Gaelic", "ga": "Irish", "ar": "Arabic", "bn": "Bengali",
    "zh": "Chinese", "cs": "Czech", "nl": "Dutch", "fa": "Farsi", "fr": "French", "de": "German", "el": "Greek",
    "gu": "Gujarati", "hi": "Hindi", "hu": "Hungarian", "it": "Italian", "ku": "Kurdish", "lv": "Latvian",
    "lt": "Lithuanian", "ne": "Nepali", "ps": "Pashto", "pl": "Polish", "pt": "Portuguese", "pa": "Punjabi",
    "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "so": "Somali", "es": "Spanish", "sw": "Swahili",
    "ta": "Tamil", "ti": "Tigrinya", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
    "yo": "Yoruba",
}  # fmt: skip
_STATE, _SAVED = "place_settings", "place_saved"


class Form:
    """The settings as they were when the form was opened, and the rows that it has; `turn` renews its fields."""

    def __init__(self, read: Seen, *, turn: int) -> None:
        self.read = read
        self.turn = turn
        count = len(read.settings.crisis_lines)
        self.rows = list(range(max(count, 1)))
        self.next_row = len(self.rows)
        self.terms = list(range(len(read.settings.school_terms)))
        self.next_term = len(self.terms)

    def key(self, name: str) -> str:
        """Name a field's key in the session's state."""
        return f"place_{self.turn}_{name}"


def settings_form(place: Place) -> None:
    """Draw the part."""
    form: Form | None = st.session_state.get(_STATE)
    if form is None or form.key("name") not in st.session_state:  # opened, or come back to: as it is now
        turn = 0 if form is None else form.turn + 1
        form = st.session_state[_STATE] = Form(seen(place.home), turn=turn)
    said = form.read.settings
    saying.heading(_("This place"))
    name = st.text_input(_("What is it called?"), said.name, key=form.key("name"), max_chars=80)
    tell = st.text_input(
        _("Whom to tell when something on a page is wrong"),
        said.tell,
        key=form.key("tell"),
        max_chars=200,
        placeholder=_("Ana at the library, 01632 960998"),
    )
    rows = _crisis_lines(form)
    st.session_state.setdefault(form.key("languages"), list(said.languages))
    languages = st.multiselect(
        _("Languages that people here read"),
        list(dict.fromkeys([*said.languages, *LANGUAGES])),
        format_func=_language,
        key=form.key("languages"),
    )
    saying.words(_("Those that this map speaks are offered first, and it begins in one of them."))
    published = st.text_input(
        _("Where the map is published, if it is"),
        said.published_address,
        key=form.key("address"),
        max_chars=300,
        placeholder="https://example.org/map",
    )
    saying.words(_("It is printed on each page, with a square code that a phone can read."))
    weeks = _review_weeks(form)
    days = school_terms(form)
    tiles = st.checkbox(_("Allow street maps from the internet"), said.online_tiles, key=form.key("tiles"))
    saying.words(
        _(
            "They show more, and need internet. OpenStreetMap, who send them, learn which streets are looked at here, "
            "and when. Without them the map is drawn from your own files, and nothing leaves this computer."
        )
    )
    anybody = st.checkbox(_("Anybody may add and suggest"), said.anybody_may_suggest, key=form.key("anybody"))
    saying.words(
        _(
            "Without signing in, from any computer that reaches this map. What they say waits until somebody has "
            "looked at it. Otherwise only those who have signed in do so."
        )
    )
    told = st.container()  # above what is pressed, where one sees it however long the page is
    pressed = st.button(_("Save"), type="primary", key=form.key("save"))
    with told:
        _saved()
        if pressed:
            with session.spoken(trouble):
                values = {
                    "name": name, "tell": tell, "crisis_lines": lines(rows), "languages": tuple(languages),
                    "published_address": published, "online_tiles": tiles, "review_weeks": weeks,
                    "anybody_may_suggest": anybody, "school_terms": terms(days),
                }  # fmt: skip
                _save(place, form, values)


def _save(place: Place, form: Form, values: dict[str, object]) -> None:
    try:
        read = change_place(place.home, values, since=form.read.mark, by=session.by())
    except ConflictError as error:
        saying.trouble(str(error))
        st.button(_("Show them as they are now"), key=form.key("anew"), on_click=_anew, args=(form.turn,))
        return
    st.session_state[_STATE] = Form(read, turn=form.turn + 1)
    changed = read.settings.online_tiles != form.read.settings.online_tiles
    st.session_state[_SAVED] = changed
    st.rerun()


def _saved() -> None:
    """Say that it is saved where it was pressed; a page that is loaded again may fetch other maps than before."""
    changed = st.session_state.pop(_SAVED, None)
    if changed is None:
        return
    saying.good(_("Saved. The maps change when the page is loaded again.") if changed else _("Saved."))
    if changed:
        again = f"{base_path(str(st.get_option('server.baseUrlPath') or ''))}/"
        said = _("Load the map again now")
        st.html(f'<p class="plain"><a href="{html_text(again)}" target="_self">{html_text(said)}</a></p>')


def _anew(turn: int) -> None:
    st.session_state[_STATE] = Form(seen(session.opened().home), turn=turn + 1)


def _crisis_lines(form: Form) -> list[tuple[str, str, str]]:
    """Draw a row of fields for each crisis line, and return what is in them."""
    saying.heading(_("Crisis lines"), level=3)
    saying.words(_("They are printed at the foot of every page: numbers to ring now."))
    known = form.read.settings.crisis_lines
    if not known and not form.read.settings.invented:
        saying.note(_("There are none yet: on a page from here nobody finds whom to ring in a crisis."))
    rows = []
    for at, row in enumerate(form.rows, start=1):
        line = known[row] if row < len(known) else None
        with st.container(horizontal=True, vertical_alignment="bottom", key=form.key(f"line_{row}")):
            texts = [
                st.text_input(label, value or "", key=form.key(f"{what}_{row}"), max_chars=most, autocomplete="off")
                for what, label, value, most in (
                    # translators: fields of the first, second … telephone line: {row} is 1, 2 …
                    ("name", _("Name ({row})", row=at), line and line.name, 80),
                    # translators: a telephone number, of the first, second … line: {row} is 1, 2 …
                    ("contact", _("Number ({row})", row=at), line and line.contact, 80),
                    ("note", _("Note, for example when ({row})", row=at), line and line.note, 120),
                )
            ]
            st.button(_("Remove {row}", row=at), key=form.key(f"remove_{row}"), on_click=form.rows.remove, args=(row,))
        rows.append((texts[0], texts[1], texts[2]))
    st.button(_("Add a line"), key=form.key("add"), on_click=_add_row, args=(form,))
    return rows


def _review_weeks(form: Form) -> dict[str, int]:
    """Draw the weeks that a check of each kind holds, and return those that the place says itself."""
    said = form.read.settings.review_weeks
    out = dict(said)
    with st.expander(_("How long a check holds")):
        saying.words(
            _(
                "Things change: a club stops, a number is no longer right. After this many weeks without a check, "
                "people are told to ring before they go."
            )
        )
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            for key, kind in vocabulary().kinds.items():
                weeks = st.number_input(
                    _weeks_said(key, kind.review_weeks),
                    min_value=1, max_value=max(LONGEST_WEEKS, said.get(key, 1)), step=1,
                    value=said.get(key, kind.review_weeks), key=form.key(f"weeks_{key}"), width=360,
                )  # fmt: skip
                if key in said or weeks != kind.review_weeks:
                    out[key] = weeks
    return out


def _weeks_said(kind: str, weeks: int) -> str:
    # translators: {kinds} as “Groups and clubs”; how long a check of them holds unless a place says otherwise
    return ngettext(
        "{kinds} (usually {n} week)", "{kinds} (usually {n} weeks)", weeks,
        kinds=capital(vocabulary().said_many(kind)),
    )  # fmt: skip


def _language(code: str) -> str:
    return LANGUAGES.get(code, code) if spoken() == "en" else called(code)


def _add_row(form: Form) -> None:
    form.rows.append(form.next_row)
    form.next_row += 1
