"""
What an easy page says of each asset: short sentences, one idea each, and which picture of ours stands beside them.

What people wrote stands there as they wrote it, where it is short; the other formats have all of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assetmap.access.telling import about_minutes, whole_minutes
from assetmap.assets import schedule_text
from assetmap.cartography.scale import distance_words
from assetmap.freshness import is_overdue, pause_is_over
from assetmap.printing.easy_parts import sentences_of
from assetmap.printing.sheet import Told
from assetmap.printing.text import NAME_MOST, one_line, visible
from assetmap.printing.voices import kept_as_it_is, line_of, name_of, stopped, theirs
from assetmap.printing.words import Item, said_by_people
from assetmap.vocabulary import vocabulary
from assetmap.wording import LANGUAGES, N_, capital, day_text, joined, ngettext, spoken
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from assetmap.assets import Asset, OpenSpan
    from assetmap.printing.entries import Entry

TURNS = 5
"""Most turns of a way that are told."""
_SENTENCE_MOST, _DESCRIPTION_MOST, _OWN_WORDS_MOST = 15, 30, 50
"""Words in a sentence, in a description, in residents' own words: what is longer is for the other formats."""
_NEEDS_MOST = 2
_RIGHT_HERE_M = 20.0

_KIND = {
    "group_or_club": N_("This is a group that you can join."),
    "support_group": N_("This is a group where people help each other."),
    "informal_get_together": N_("People meet here and have a chat."),
    "class_or_activity": N_("You can do something here, or learn it."),
    "advice_and_help": N_("People here can help you and tell you more."),
    "indoor_place": N_("This is a place to go indoors."),
    "green_place": N_("This is a green place to be outside."),
    "water_place": N_("This is a place by the water."),
    "hill_or_view": N_("This is a hill, or a place with a view."),
    "walk_or_route": N_("This is a walk that you can do."),
    "growing_space": N_("People grow plants and food here."),
    "play_or_sport_place": N_("You can play or do sport here."),
    "health_service": N_("People here look after your health."),
    "food_help": N_("You can get help with food here."),
    "shop_or_exchange": N_("This is a shop, or a place to swap or mend things."),
    "online_or_phone_help": N_("You do not have to go out to get this help."),
    "person_with_a_skill": N_("This person can do or teach something."),
    "story_or_special_place": N_("This place means a lot to people."),
}
_GETTING_IN = (
    ("accessible_toilet", "yes", "toilet", N_("There is a toilet for people in a wheelchair.")),
    ("accessible_toilet", "no", "toilet", N_("There is no toilet for people in a wheelchair.")),
    ("hearing_loop", "yes", "ear", N_("There is a hearing loop.")),
    ("bsl", "yes", "signing", N_("Somebody there can use British Sign Language.")),
    ("quiet_space", "yes", "quiet", N_("There is a quiet place to sit.")),
)
_STEP_FREE = {
    "yes": ("step_free", N_("You can get in with no steps.")),
    "partly": ("step_free", N_("Part of it has no steps.")),
    "no": ("steps", N_("There are steps to get in.")),
}
_COST = {"yes": N_("It is free."), "partly": N_("Part of it is free."), "no": N_("You have to pay. Ask how much.")}
_TAKES_NEW = {"full": N_("It is full right now."), "waiting_list": N_("There is a list, and you have to wait.")}
_CHECKED = {
    "visited": N_("We went there to check on {day}."),
    "phoned": N_("We rang to check on {day}."),
    "resident": N_("Somebody who lives here told us on {day}."),
    "website": N_("We looked at its website on {day}."),
    "imported": N_("This comes from a list of {day}."),
    "": N_("We checked this on {day}."),
}


def easy_item(  # noqa: PLR0913  (as `words.item_of`, and what was asked for)
    entry: Entry,
    *,
    number: int | None,
    on: date,
    review_weeks: Mapping[str, int],
    street: str = "",
    turns: int = 0,
    written_in: str = "en",
    leave_out: Collection[str] = (),
    asked: Collection[str] = (),
) -> Item:
    """
    Say of an asset, in short sentences with pictures, what `words.item_of` says; see there.

    `asked`: keys of the needs that the page was asked for, said first.
    """
    asset = entry.asset
    told = [
        *_what(asset, asked, written_in), *_own_words(asset, written_in), *_when(asset, on, written_in),
        *_where(entry, number, street, written_in), *_way(entry, turns, written_in), *_getting_in(asset),
        *_before(asset, written_in), *_in_touch(asset, written_in),
    ]  # fmt: skip
    return Item(
        number=number,
        kind=asset.kind,
        status=asset.status,
        overdue=is_overdue(asset, on=on, review_weeks=review_weeks),
        name=name_of(asset, written_in=written_in, most=NAME_MOST),
        distance="",
        about="",
        own_words="",
        facts=(),
        checked="",
        short=asset.short,
        told=(*(x for x in told if x.fact not in leave_out), _checked(asset, on, review_weeks)),
    )


def _what(asset: Asset, asked: Collection[str], written_in: str) -> Iterator[Told]:
    words = vocabulary()
    yield Told(picture=asset.kind, words=(_(_KIND[asset.kind]),), fact="about")
    needs = sorted(asset.needs, key=lambda x: x not in asked)[:_NEEDS_MOST]
    if needs:
        comma = "، " if LANGUAGES[spoken()].rtl else ", "  # an “and” would be lost among those of the needs
        said = comma.join(words.said(need) for need in needs)
        yield Told(picture=needs[0], words=(_("It can help with: {need}.", need=said),), fact="about")
    text, language = ("", "") if asset.own_words.strip() else asset.text("description", spoken(), own=written_in)
    sentences = sentences_of(text)
    if sentences and len(text.split()) <= _DESCRIPTION_MOST and all(map(_is_short, sentences)):
        yield Told(picture="more", words=tuple(stopped(theirs(x, language)) for x in sentences), fact="about")


def _own_words(asset: Asset, written_in: str) -> Iterator[Told]:
    own, language = asset.text("own_words", spoken(), own=written_in)
    if own.strip() and len(own.split()) <= _OWN_WORDS_MOST:
        said = said_by_people(theirs(visible(own).strip(), language))
        yield Told(picture="own_words", words=tuple(said.split("\n")), fact="own_words")


def _when(asset: Asset, on: date, written_in: str) -> Iterator[Told]:
    standing = _standing(asset, on)
    if standing:
        yield Told(picture="pause", words=standing, fact="when")
    times = _times(asset.schedules, on)
    hours = line_of(asset, "hours_text", written_in=written_in)
    times = times or ([stopped(hours)] if hours else [])
    if times and not standing:
        lead = _("You can get in touch at these times:") if asset.where is None else _("You can go at these times:")
        ended = asset.schedules and not _going(asset.schedules, on)
        yield Told(picture="calendar", words=(*([] if ended else [lead]), *times), fact="when")
    elif times:
        yield Told(picture="calendar", words=(_("It was on at these times:"), *times), fact="when")
    cost = line_of(asset, "cost", written_in=written_in)
    if cost:
        yield Told(picture="coin", words=(stopped(_("What it costs: {cost}", cost=cost)),), fact="when")
    elif asset.free in _COST:
        yield Told(picture="coin", words=(_(_COST[asset.free]),), fact="when")


def _standing(asset: Asset, on: date) -> tuple[str, ...]:
    until = asset.paused_until
    if asset.status == "paused" and until is None:
        return (_("It has stopped for now."),)
    if asset.status == "paused" and until is not None:
        if until <= on:
            return (_("It had stopped until {day}.", day=day_text(until)), _("Ask if it is on again."))
        return (_("It has stopped for now."), _("It may be on again from {day}.", day=day_text(until)))
    if asset.status == "closed":
        return (_("It has closed."),)
    return (_("Nobody has looked at this yet."),) if asset.status == "draft" else ()


def _going(spans: Sequence[OpenSpan], on: date) -> list[OpenSpan]:
    return [span for span in spans if span.valid_to is None or span.valid_to >= on]


def _times(spans: Sequence[OpenSpan], on: date) -> list[str]:
    """Say the times of each set of days as a sentence of its own."""
    going = _going(spans, on) or list(spans)
    together: dict[OpenSpan, list[OpenSpan]] = {}
    for span in going:
        together.setdefault(replace(span, opens_at="", closes_at="", note=""), []).append(span)
    parts = together.values() if _going(spans, on) else ([going] if going else [])
    return [stopped(capital(one_line(schedule_text(tuple(part), "", on)))) for part in parts]


def _where(entry: Entry, number: int | None, street: str, written_in: str) -> Iterator[Told]:
    asset = entry.asset
    if number is None:
        yield from _without_place(asset, written_in)
        return
    address = _address(asset)
    if asset.precision in {"street", "neighbourhood"}:
        said = [_("It is near number {number} on the map.", number=number), _("Ask them where to go.")]
    elif address:
        said = [stopped(_("Where: {address}", address=theirs(address, written_in)))]
    elif street:
        said = [_("It is near {street}.", street=theirs(one_line(street, most=80), written_in))]
    else:
        said = [_("It is number {number} on the map.", number=number)]
    yield Told(picture="pin", words=tuple(said), fact="where")
    far = [x for x in (_far(entry), _steps_on_the_way(entry)) if x]
    if far:
        yield Told(picture="walk", words=tuple(far))
    if asset.step_free in _STEP_FREE:
        picture, words = _STEP_FREE[asset.step_free]
        yield Told(picture=picture, words=(_(words),), fact="where")


def _without_place(asset: Asset, written_in: str) -> Iterator[Told]:
    address = _address(asset)
    if "by_phone" in asset.offered:
        yield Told(picture="phone", words=(_("You can do this by phone."),), fact="where")
    if "online" in asset.offered:
        yield Told(picture="screen", words=(_("You can do this on the web."),), fact="where")
    if address:
        said = stopped(_("Where: {address}", address=theirs(address, written_in)))
        yield Told(picture="pin", words=(said,), fact="where")
    elif asset.precision == "not_shown":
        yield Told(picture="pin", words=(_("Ask them where to go."),), fact="where")


def _address(asset: Asset) -> str:
    address, postcode = one_line(asset.address), one_line(asset.postcode).replace(" ", "\u00a0")  # never parted
    if postcode and asset.postcode.casefold() not in address.casefold():
        return f"{address}, {postcode}" if address else postcode
    return address


def _far(entry: Entry) -> str:
    """Say how far it is: a straight line only where no walk is known."""
    if entry.walk_min:
        return _minutes(about_minutes(entry.walk_min) if entry.is_about else whole_minutes(entry.walk_min),
                        about=entry.is_about)  # fmt: skip
    if entry.distance_m is None:
        return ""
    if entry.distance_m < _RIGHT_HERE_M:
        return _("It is right where you are.")
    far = distance_words(entry.distance_m)
    if entry.asset.precision != "exact":
        return _("It is about {distance} away in a straight line.", distance=far)
    return _("It is {distance} away in a straight line.", distance=far)


def _minutes(minutes: int, *, about: bool) -> str:
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return _("It is a long walk: {hours} and {minutes}.", hours=ngettext("{n} hour", "{n} hours", hours),
                 minutes=ngettext("{n} minute", "{n} minutes", rest))  # fmt: skip
    if hours:
        return _("It is a long walk: {hours}.", hours=ngettext("{n} hour", "{n} hours", hours))
    if about:
        return ngettext("It is about {n} minute on foot.", "It is about {n} minutes on foot.", minutes)
    return ngettext("It is {n} minute on foot.", "It is {n} minutes on foot.", minutes)


def _steps_on_the_way(entry: Entry) -> str:
    if entry.walk_min is None or entry.steps is None:
        return ""
    return _("The way has steps.") if entry.steps else _("The way has no steps.")


def _way(entry: Entry, turns: int, written_in: str) -> Iterator[Told]:
    told = list(entry.on_foot.turns) if entry.on_foot is not None and turns else []
    if told:
        said = [stopped(capital(turn.words)) for turn in told[:turns]]
        more = [_("Then use the map.")] if len(told) > turns else []
        yield Told(picture="way", words=(" ".join([_("How to walk there:"), *said, *more]),), fact="way")
    bus = line_of(entry.asset, "transport", written_in=written_in)
    if bus:
        yield Told(picture="bus", words=(stopped(bus),), fact="way")


def _getting_in(asset: Asset) -> Iterator[Told]:
    for field, answer, picture, words in _GETTING_IN:
        if getattr(asset, field) == answer:
            yield Told(picture=picture, words=(_(words),), fact="good_to_know")


def _before(asset: Asset, written_in: str) -> Iterator[Told]:
    def known(picture: str, *words: str) -> Told:
        return Told(picture=picture, words=words, fact="good_to_know")

    if asset.takes_new in _TAKES_NEW:
        yield known("wait", _(_TAKES_NEW[asset.takes_new]))
    if asset.booking == "yes":
        yield known("booking", _("Please book before you go."))
    if asset.referral_needed == "yes":
        yield known("letter", _("Somebody has to send you there."), _("Ask the person who gave you this page."))
    if asset.no_id_needed == "yes":
        yield known("no_papers", _("You do not need ID or papers."))
    if ages := _ages(asset):
        yield known("people", ages)
    people = line_of(asset, "only_for", written_in=written_in)
    if people:
        yield known("people", stopped(_("Who it is for: {people}", people=people)))
    if asset.languages:
        there = joined([theirs(one_line(x), written_in) for x in asset.languages])
        yield known("languages", stopped(_("People there speak {languages}", languages=there)))


def _ages(asset: Asset) -> str:
    low, high = asset.min_age, asset.max_age
    if low is not None and high is not None:
        return _("It is for ages {low} to {high}.", low=low, high=high)
    if low is not None:
        return _("It is for ages {low} and over.", low=low)
    return "" if high is None else _("It is for ages up to {high}.", high=high)


def _in_touch(asset: Asset, written_in: str) -> Iterator[Told]:
    if asset.gets_in_touch == "yes":
        yield Told(picture="visit", words=(_("They get in touch with people first."),), fact="in_touch")
    who = theirs(one_line(asset.contact_name, most=NAME_MOST), written_in)
    phone, email, website = (kept_as_it_is(one_line(x, most=300)) for x in (asset.phone, asset.email, asset.website))
    if email:
        yield Told(picture="email", words=(_("Write an email: {email}", email=email),), fact="in_touch")
    elif website:
        yield Told(picture="screen", words=(_("Look on the web: {website}", website=website),), fact="in_touch")
    if phone:
        call = _("Ring {who} on {phone}.", who=who, phone=phone) if who else _("Ring {phone}.", phone=phone)
        yield Told(picture="phone", words=(call,), strong=True, fact="in_touch")
    elif who:
        yield Told(picture="people", words=(_("Ask for {who}.", who=who),), strong=True, fact="in_touch")


def _checked(asset: Asset, on: date, review_weeks: Mapping[str, int]) -> Told:
    """Say when and how it was checked, and to ring first where that is long ago; never left out."""
    first = [_("Ring before you go.")] if asset.phone else []
    picture = "ring_first" if asset.phone else "wrong"
    if asset.checked_on is None:
        return Told(picture=picture, words=(*first, _("We have not checked this yet.")))
    day = day_text(asset.checked_on)
    if not is_overdue(asset, on=on, review_weeks=review_weeks):
        return Told(picture="checked", words=(_(_CHECKED.get(asset.how_checked, _CHECKED[""]), day=day),))
    changed = _("It may not be on again.") if pause_is_over(asset, on=on) else _("It may have changed.")
    return Told(picture=picture, words=(*first, _("We last checked this on {day}.", day=day), changed))


def _is_short(sentence: str) -> bool:
    return len(sentence.split()) <= _SENTENCE_MOST
