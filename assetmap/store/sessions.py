"""
Workshops: who met where about what, and what was said there besides assets: stories, dots, gaps felt, links, plans.

What was said of a person (who told a story, who will ring whom) is `private`: it is for who looks after the map, and in
no output but a copy of the whole. Assets of a workshop are assets like all others; the store knows which came from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from assetmap.assets import Asset
    from assetmap.roles import By
    from assetmap.store.erasing import Erased

STAGES = ("listen", "connect", "purpose", "mobilise")
"""The four stages in their order (BasicNeeds: listen, connect, find shared purpose, mobilise)."""
WHATS = ("story", "link", "gap", "plan", "grant")
"""What may be said besides an asset: a story, a link of two assets, a gap people feel, who does what, a small grant."""
HOWS = ("scribe", "phone", "paper")
"""By which way an asset came into the workshop."""
SHAPES = ("circle", "square", "triangle", "star", "diamond", "pentagon")
"""Shapes of residents' own categories and of stickers."""
COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "black")
"""Colours of stickers that shops sell, and of residents' own categories; a category is a colour and a shape."""
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of what a join code is made: no letter or figure that is read for another one."""
CODE_LONG = 6
MOST_PHONES = 300
"""How many phones one open door lets in, and..."""
MOST_A_PHONE_A_MINUTE, MOST_A_PHONE = 20, 200
"""...how much each of them may send in a minute, and in all."""
LONGEST_WORDS, LARGEST_AUDIO, LARGEST_PICTURE, MOST_DOTS = 4_000, 12_000_000, 400_000, 100
"""Letters of one thing said; bytes of a recording and of a cropped photograph; dots of one person on one thing."""


@dataclass(frozen=True, kw_only=True)
class Category:
    """A category of the residents' own: their word, a colour, a shape; `kind` is the nearest of ours, or ""."""

    key: str
    label: str
    colour: str
    shape: str
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Session:
    """
    One workshop.

    Attributes
    ----------
    id, short
        A uuid, and six characters of it for papers and the shell.
    where
        The hall, in words; it is shown.
    question
        What is asked, in the facilitator's words.
    audience
        Who may see what is said: `workshop`, `partners` or `public`. Assets and stories take it over at first.
    stage
        One of `STAGES`.
    bounds
        West, south, east, north in EPSG:4326 of what the papers and the big screen show; None the whole place.
    budget
        How many dots each person has; None as many as they like.
    code
        The join code while the door for phones is open, else "": it ends with the workshop.
    closed_on
        None while it goes on.
    version
        Counts its own changes from 1; `change` takes the one that was seen.
    """

    id: str
    short: str
    name: str
    on: date
    where: str = ""
    question: str = ""
    audience: str = "workshop"
    stage: str = "listen"
    bounds: tuple[float, float, float, float] | None = None
    categories: tuple[Category, ...] = ()
    budget: int | None = None
    code: str = ""
    language: str = "en"
    closed_on: datetime | None = None
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class Note:
    """
    One thing said that is no asset.

    Attributes
    ----------
    what
        One of `WHATS`.
    words
        Letter for letter.
    audience
        Who may hear or read it.
    about
        Ids of the assets it is about: of a link two, in the order of its sentence ("the lunch club uses the hall").
    where
        Longitude and latitude of a gap that people feel somewhere, or None.
    due
        Of a plan: by when; free words ("before Christmas") or a day as 2026-12-01.
    who
        Of a plan: a group or a role, as it may be shown ("the chapel", "two of us").
    amount
        Of a grant: in the place's money, as it was asked.
    shown
        Whether it may be on the big screen, which only shows what the audience allows besides.
    private
        Names and whatever else is nobody's business: `told_by`, `person`, `contact`. Never shown, never printed.
    has_audio
        Whether a recording is kept with it.
    held
        Whether its words say a name that the map has forgotten on request: nobody else sees them until a steward says
        them in other words.
    """

    id: str
    session: str
    what: str
    words: str
    audience: str = "workshop"
    about: tuple[str, ...] = ()
    where: tuple[float, float] | None = None
    due: str = ""
    who: str = ""
    amount: float | None = None
    shown: bool = False
    private: Mapping[str, str] = field(default_factory=dict)
    has_audio: bool = False
    held: bool = False
    on: datetime | None = None
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class Belongs:
    """
    That an asset which is written came from a workshop; handed to `Store.write(…, belongs={asset id: Belongs})`.

    Attributes
    ----------
    how
        One of `HOWS`.
    category
        Key of a category of the session, or "".
    number
        The number on its sticker and on its line of the companion sheet, or None.
    sheet
        The printed sheet it was read from, as its code says, or "".
    shown
        Whether it may be on the big screen: what comes by phone or paper is not, until the scribe lets it.
    said_where
        Where a phone said it is, in words, while nobody has put it on the map.
    phone
        The token of the phone that sends it: the store looks in the same transaction whether the door is still open.
    picture
        The cropped photograph (JPEG) to type from, or None. It goes once the draft is decided.
    at
        Where on that sheet, in mm from its top left corner, so that a photo read twice adds nothing; or None.
    """

    session: str
    how: str = "scribe"
    category: str = ""
    number: int | None = None
    sheet: str = ""
    shown: bool = False
    said_where: str = ""
    phone: str = ""
    picture: bytes | None = None
    at: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class Member:
    """An asset of a workshop, as the store knows it: see `Belongs`. `has_picture`: ask `picture` for it."""

    asset_id: str
    how: str
    category: str
    number: int | None
    sheet: str
    shown: bool
    said_where: str
    has_picture: bool
    on: datetime
    at: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What a thing got: how many dots, from how many people."""

    dots: int
    people: int


class Sessions(Protocol):
    """
    The workshops of a place. All but `tally`, `by_code` and what phones do needs a steward.

    Raises, each of them: PermissionDeniedError, StoreError (disk full, locked), ConflictError (somebody was quicker).
    """

    def begin(self, session: Session, *, by: By) -> Session:
        """Keep a new workshop."""

    def all(self, *, by: By) -> list[Session]:
        """Return them all, the newest first."""

    def get(self, code: str) -> Session | None:
        """Return one by its id or its short code, any case; None where there is none."""

    def change(self, session: Session, *, by: By) -> Session:
        """Keep it as it is now; `session.version` is the one that was seen. Codes and its end are not changed here."""

    def close(self, session_id: str, *, by: By) -> Session:
        """End it: the code ends, phones are refused from the same moment on. Twice is once."""

    def open_again(self, session_id: str, *, by: By) -> Session:
        """Take the end back; the door for phones stays shut."""

    def open_door(self, session_id: str, *, by: By) -> Session:
        """Let phones in: gives a fresh join code."""

    def shut_door(self, session_id: str, *, by: By) -> Session:
        """Let no phone in any more; what they typed already stays."""

    def by_code(self, code: str) -> Session | None:
        """Return the open workshop whose door a code opens. Who asks counts the attempts."""

    def let_in(self, code: str, *, now: datetime) -> str | None:
        """Give a phone with the right code a token of its own, which ends with the code; None for a wrong one."""

    def of_phone(self, token: str) -> Session | None:
        """Return the workshop a phone's token is for, while its door is open."""

    def members(self, session_id: str) -> dict[str, Member]:
        """Return the assets of a workshop in the order they came, without those that were taken out again."""

    def readings(self, session_id: str) -> list[tuple[str, str, float, float]]:
        """Return where on which sheet something was read: asset id, sheet, mm from its left and its top."""

    def hushed(self, *, kinds: Collection[str], audiences: Collection[str], by: By) -> list[Asset]:
        """
        Return what has a name or an address that a room or a paper may not hear, of the whole map, without its place.

        These are assets of some kinds, of other circles than `audiences`, those that are not shown exactly, and those
        with a contact. Of what was turned down or undone, assets of those kinds and those that were not shown at all.
        """

    def beside(self, session_id: str, *, by: By) -> list[str]:
        """
        Return who was named beside what was said and put on the map: who told it, whom to ring, contacts of assets.

        Also of what was taken back or turned down, as long as it is kept: nobody is less private for that.
        """

    def show(self, session_id: str, ids: Sequence[str], *, shown: bool, by: By) -> None:
        """Let assets and notes onto the big screen, or take them off."""

    def sort(self, asset_id: str, *, category: str | None = None, number: int | None = None, by: By) -> None:
        """Say which category of the residents an asset is, or which number it has."""

    def picture(self, asset_id: str, *, by: By) -> bytes | None:
        """Return the cropped photograph of a draft (JPEG), or None."""

    def say(self, note: Note, *, by: By, audio: tuple[str, bytes] | None = None, phone: str = "") -> Note:
        """Keep what was said, new or anew (by its id and version); `audio` is a media type and a recording."""

    def unsay(self, note_id: str, *, by: By) -> None:
        """Take it back. `say` with the same id brings it again, with its recording until the workshop ends."""

    def notes(self, session_id: str, *, what: str = "", by: By) -> list[Note]:
        """Return what was said, oldest first."""

    def audio(self, note_id: str, *, by: By) -> tuple[str, bytes] | None:
        """Return a recording with its media type, or None."""

    def vote(self, session_id: str, target: str, *, ballot: str, dots: int, by: By) -> int:
        """
        Set how many dots a ballot puts on an asset or a gap (its id); returns how many it has left, -1 if open.

        A ballot is a random word that stands for one person and is nowhere beside a name; it is refused (StoreError)
        what is more than the budget. `by` is a steward, or the session's phone (`ballot` is then its token).
        """

    def votes_of(self, session_id: str, ballot: str) -> dict[str, int]:
        """Return what one ballot put where: id → dots."""

    def tally(self, session_id: str) -> dict[str, Tally]:
        """Return what each thing got, most dots first."""

    def withdraw(self, session_id: str, *, by: By, why: str = "") -> Erased:
        """Take a whole workshop back: its assets are erased as one withdrawn is, its words and pictures with it."""
