"""Workshops in the store: what belongs to which, what phones may, what goes, and that nothing comes back."""

import sqlite3
import threading
import uuid
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import shapely

from assetmap.assets import Asset
from assetmap.contributions import approve, receipt, reject, submit, submit_many, undo, withdraw, withdraw_by_receipt
from assetmap.errors import ConflictError, PermissionDeniedError, StoreError, TooManyError
from assetmap.store.geopackage import GeoPackageStore, restore
from assetmap.store.sessions import CODE_LETTERS, MOST_A_PHONE_A_MINUTE, Belongs, Category, Note, Session, Tally
from tests.torture.searching import found_in, needles

WARM = Category(key="warm", label="Warm places", colour="red", shape="circle")
MEMBER = """
INSERT INTO session_assets SELECT 99, asset_id, s.id, '', '', 0, '', 0, 0, 0, '', '' FROM tombstones, sessions s
"""
JPEG = b"\xff\xd8\xff" + b"a picture to type from" * 8
WORD = "Zqkanari"


@pytest.fixture
def store(tmp_path):
    made = GeoPackageStore.open(tmp_path / "home" / "assets.gpkg")
    (tmp_path / "home" / "backups").mkdir()
    yield made
    assert made.check().problems == ()
    made.close()


@pytest.fixture
def session(store):
    return begun(store)


def begun(store, **said):
    fields = {"id": str(uuid.uuid4()), "short": "", "name": "Tea", "on": date(2026, 11, 24), "categories": (WARM,)}
    return store.sessions.begin(Session(**fields | said), by="steward: Jo")


def asset(name="The chess club", **fields):
    return Asset(**{"name": name, "kind": "group or club", "source": "workshop", "audience": "workshop"} | fields)


def note(session, words="No bus at night", what="gap", **fields):
    return Note(id=str(uuid.uuid4()), session=session.id, what=what, words=words, **fields)


def phone(store, session):
    return store.sessions.let_in(store.sessions.open_door(session.id, by="steward").code, now=datetime.now(UTC))


def from_phone(store, session, token, one=None, **more):
    belongs = Belongs(session=session.id, how="phone", phone=token)
    return submit(store, one or asset(), by="resident", belongs=belongs, **more)


def test_a_workshop_is_kept_found_by_its_code_and_changed_by_who_saw_it_last(store):
    made = begun(store, bounds=(-2.4, 51.3, -2.3, 51.4), budget=3, question="What helps?", where="St Luke's")
    assert store.sessions.get(f" {made.short.lower()} ") == made == store.sessions.get(made.id.upper())
    import dataclasses

    seen = dataclasses.replace(made, stage="connect", code="AAAAAA", closed_on=datetime.now(UTC))
    changed = store.sessions.change(seen, by="steward")
    assert (changed.stage, changed.version, changed.code, changed.closed_on) == ("connect", 2, "", None)
    with pytest.raises(ConflictError) as caught:
        store.sessions.change(seen, by="steward")
    assert caught.value.theirs == changed
    other = begun(store, on=date(2026, 11, 25))
    assert [x.id for x in store.sessions.all(by="steward")] == [other.id, made.id]
    assert store.sessions.get("nobody") is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "), ("name", "x" * 300), ("stage", "storm"), ("audience", "all"), ("budget", 0),
        ("bounds", (1, 1, 0, 0)), ("bounds", (float("nan"), 0, 1, 1)), ("categories", (WARM, WARM)),
        ("categories", (Category(key="a", label="A", colour="gold", shape="circle"),)),
        ("categories", (WARM, Category(key="b", label="B", colour="red", shape="circle"))),
    ],
    ids=range(10),
)  # fmt: skip
def test_what_is_no_workshop_is_refused(store, field, value):
    with pytest.raises(StoreError):
        begun(store, **{field: value})
    assert store.sessions.all(by="steward") == []


@pytest.mark.parametrize("by", ["resident", "contributor: Sam", "visitor"])
def test_only_who_looks_after_the_map_runs_one(store, session, by):
    one = submit(store, asset(), by="steward", belongs=Belongs(session=session.id, picture=JPEG))
    [asset_id] = one.versions
    said = store.sessions.say(note(session), by="steward")
    ask = store.sessions
    refused = [
        lambda: ask.begin(session, by=by), lambda: ask.all(by=by), lambda: ask.change(session, by=by),
        lambda: ask.close(session.id, by=by), lambda: ask.open_again(session.id, by=by),
        lambda: ask.open_door(session.id, by=by), lambda: ask.shut_door(session.id, by=by),
        lambda: ask.show(session.id, [asset_id], shown=True, by=by), lambda: ask.sort(asset_id, number=1, by=by),
        lambda: ask.picture(asset_id, by=by), lambda: ask.say(said, by=by), lambda: ask.unsay(said.id, by=by),
        lambda: ask.notes(session.id, by=by), lambda: ask.audio(said.id, by=by),
        lambda: ask.vote(session.id, said.id, ballot="b", dots=1, by=by), lambda: ask.withdraw(session.id, by=by),
        lambda: ask.hushed(kinds=(), audiences=(), by=by),
        lambda: submit(store, asset(), by=by, belongs=Belongs(session=session.id)),
    ]  # fmt: skip
    for attempt in refused:
        with pytest.raises(PermissionDeniedError):
            attempt()
    assert ask.members(session.id)[asset_id].shown is False
    assert store.version() == 1


def test_an_asset_and_where_it_came_from_are_kept_by_one_write_or_neither_is(store, session):
    one, other = asset("One"), asset("Other", where=shapely.Point(-2.36, 51.38))
    many = {
        one.id: Belongs(session=session.id, category="warm", number=7, shown=True, said_where="by the church"),
        other.id: Belongs(session=session.id, how="paper", sheet="ABC/1", at=(12.5, 30.0), picture=JPEG),
    }
    bad = many | {other.id: Belongs(session=session.id, category="none of its")}
    with pytest.raises(StoreError):
        submit_many(store, [one, other], by="steward", belongs=bad)
    assert (store.version(), store.sessions.members(session.id)) == (0, {})
    submit_many(store, [one, other], by="steward", belongs=many)
    first, second = store.sessions.members(session.id).values()
    assert (first.category, first.number, first.shown, first.said_where) == ("warm", 7, True, "by the church")
    assert (second.how, second.sheet, second.at, second.has_picture, second.shown) == (
        "paper", "ABC/1", (12.5, 30.0), True, False)  # fmt: skip
    assert store.sessions.readings(session.id) == [(other.id, "ABC/1", 12.5, 30.0)]
    submit(store, one.changed(cost="£1"), by="steward")  # typed on: it stays the workshop's
    store.sessions.sort(one.id, category="", number=8, by="steward")
    store.sessions.show(session.id, [other.id], shown=True, by="steward")
    first, second = store.sessions.members(session.id).values()
    assert (first.category, first.number, second.shown) == ("", 8, True)


def test_the_door_opens_with_six_letters_that_look_like_no_other_and_shuts(store, session):
    opened = store.sessions.open_door(session.id, by="steward")
    assert len(opened.code) == 6
    assert set(opened.code) <= set(CODE_LETTERS)
    assert not set(CODE_LETTERS) & set("01ILOU")
    typed = f" {opened.code[:3].lower()}-{opened.code[3:].lower()} "
    assert store.sessions.by_code(typed).id == session.id
    now = datetime.now(UTC)
    token = store.sessions.let_in(typed, now=now)
    assert store.sessions.of_phone(token).id == session.id
    for wrong in ("", "AAAAAA", opened.code[:5], f"{opened.code}X", "é" * 6, "\0" * 6):
        assert store.sessions.let_in(wrong, now=now) is None
    again = store.sessions.open_door(session.id, by="steward")
    assert again.code != opened.code
    assert store.sessions.of_phone(token) is None
    store.sessions.shut_door(session.id, by="steward")
    assert store.sessions.by_code(again.code) is None
    assert store.sessions.get(session.id).code == ""


def test_what_a_phone_sends_is_a_draft_that_the_room_does_not_see_yet(store, session):
    token = phone(store, session)
    one = asset()
    belongs = Belongs(session=session.id, how="scribe", phone=token, shown=True, picture=JPEG, said_where="up the hill")
    submit(store, one, by="resident", key="k", belongs=belongs)
    assert store.get(one.id).asset.status == "draft"
    member = store.sessions.members(session.id)[one.id]
    assert (member.how, member.shown, member.has_picture) == ("phone", False, False)
    assert submit(store, one, by="resident", key="k", belongs=belongs).repeated
    with pytest.raises(PermissionDeniedError):
        from_phone(store, session, token, one.changed(name="Another name"))
    assert store.get(one.id).asset.name == one.name
    with pytest.raises(PermissionDeniedError):
        from_phone(store, session, token, publish=True)
    said = store.sessions.say(note(session, shown=True), by="resident", phone=token)
    assert said.shown is False
    assert store.sessions.say(said, by="resident", phone=token) == said  # sent twice is once


def test_a_token_is_good_for_its_own_workshop_alone(store, session):
    other = begun(store)
    token = phone(store, session)
    with pytest.raises(PermissionDeniedError):
        from_phone(store, other, token)
    with pytest.raises(PermissionDeniedError):
        store.sessions.say(note(other), by="resident", phone=token)
    with pytest.raises(PermissionDeniedError):
        from_phone(store, session, "made up")
    assert store.version() == 0


def test_nothing_typed_on_a_phone_is_written_after_the_end_and_what_was_stays(store, session):
    token = phone(store, session)
    first = from_phone(store, session, token, key="first")
    gap = store.sessions.say(note(session), by="resident", phone=token)
    store.sessions.close(session.id, by="steward")
    assert store.sessions.close(session.id, by="steward").closed_on is not None
    assert from_phone(store, session, token, key="first").change == first.change  # it had been acknowledged
    for attempt in (
        lambda: from_phone(store, session, token, key="second"),
        lambda: store.sessions.say(note(session, "Late"), by="resident", phone=token),
        lambda: store.sessions.vote(session.id, gap.id, ballot=token, dots=1, by="resident"),
    ):
        with pytest.raises(PermissionDeniedError, match="has ended"):
            attempt()
    with pytest.raises(StoreError):
        store.sessions.open_door(session.id, by="steward")
    again = store.sessions.open_again(session.id, by="steward")
    assert (again.closed_on, again.code, store.sessions.of_phone(token)) == (None, "", None)
    assert (len(store.sessions.members(session.id)), store.version()) == (1, 1)


def test_phones_that_write_while_the_door_shuts_either_were_acknowledged_or_are_not_there(store, session):
    token = [phone(store, session)]
    token += [store.sessions.let_in(store.sessions.get(session.id).code, now=datetime.now(UTC)) for _ in range(3)]
    kept, begun_ = [], threading.Barrier(5)

    def write(mine):
        begun_.wait()
        for _ in range(12):
            one = asset()
            try:
                from_phone(store, session, mine, one)
            except PermissionDeniedError:
                return
            kept.append(one.id)

    threads = [threading.Thread(target=write, args=(x,)) for x in token]
    for one in threads:
        one.start()
    begun_.wait()
    store.sessions.close(session.id, by="steward")
    for one in threads:
        one.join()
    assert set(store.sessions.members(session.id)) == set(kept) == set(store.ids())


def test_one_phone_cannot_bury_the_desk_and_others_go_on(store, session):
    flood = phone(store, session)
    other = store.sessions.let_in(store.sessions.get(session.id).code, now=datetime.now(UTC))
    for _ in range(MOST_A_PHONE_A_MINUTE):
        store.sessions.say(note(session), by="resident", phone=flood)
    with pytest.raises(TooManyError):
        from_phone(store, session, flood)
    from_phone(store, session, other)
    submit(store, asset(), by="steward")


def test_no_phone_is_known_again_in_the_file(store, session):
    token = phone(store, session)
    from_phone(store, session, token)
    gap = store.sessions.say(note(session), by="resident", phone=token)
    store.sessions.vote(session.id, gap.id, ballot=token, dots=1, by="resident")
    with store._pool.borrow() as connection:
        text = "\n".join(connection.iterdump())
    assert token not in text
    [(mark,)] = rows(store, "SELECT mark FROM session_phones")
    [(ballot,)] = rows(store, "SELECT ballot FROM session_votes")
    assert mark != ballot
    assert [x for (x,) in rows(store, "SELECT made_by FROM changes")] == ["resident"]


def rows(store, query):
    with store._pool.borrow() as connection:
        return connection.execute(query).fetchall()


@pytest.mark.parametrize("decide", [approve, reject], ids=["approved", "turned down"])
def test_the_picture_goes_once_its_draft_is_decided(store, session, decide):
    one = asset()
    submit(store, one, by="steward", belongs=Belongs(session=session.id, how="paper", picture=JPEG))
    assert store.sessions.picture(one.id, by="steward") == JPEG
    submit(store, one.changed(name="Typed"), by="steward")
    assert store.sessions.members(session.id)[one.id].has_picture
    decide(store, [one.id], by="steward")
    assert store.sessions.picture(one.id, by="steward") is None
    assert (one.id in store.sessions.members(session.id)) is (decide is approve)


@pytest.mark.parametrize("picture", [b"GIF89a", b"", b"\xff\xd8\xff" * 200_000], ids=["a GIF", "nothing", "huge"])
def test_only_a_small_jpeg_is_a_picture_to_type_from(store, session, picture):
    with pytest.raises(StoreError):
        submit(store, asset(), by="steward", belongs=Belongs(session=session.id, picture=picture))
    assert store.version() == 0


def test_undo_takes_out_what_a_workshop_added_and_undo_of_that_brings_it_back_where_it_was(store, session):
    one = asset()
    made = submit(store, one, by="steward", belongs=Belongs(session=session.id, number=4, at=(1.0, 2.0), sheet="A/1"))
    store.sessions.vote(session.id, one.id, ballot="b", dots=2, by="steward")
    away = undo(store, made.change, by="steward")
    assert (store.sessions.members(session.id), store.sessions.tally(session.id)) == ({}, {})
    assert store.sessions.readings(session.id) == []  # it may be read again
    undo(store, away.change, by="steward")
    assert store.sessions.members(session.id)[one.id].number == 4
    assert store.sessions.tally(session.id) == {one.id: Tally(dots=2, people=1)}


def test_dots_are_counted_within_a_budget_and_by_nobody_in_particular(store):
    session = begun(store, budget=3)
    one = asset()
    submit(store, one, by="steward", belongs=Belongs(session=session.id))
    gap = store.sessions.say(note(session), by="steward")
    vote = store.sessions.vote
    assert vote(session.id, one.id, ballot="a", dots=2, by="steward") == 1
    assert vote(session.id, gap.id, ballot="a", dots=1, by="steward") == 0
    with pytest.raises(StoreError, match="more than you have"):
        vote(session.id, one.id, ballot="a", dots=3, by="steward")
    assert vote(session.id, one.id, ballot="b", dots=3, by="steward") == 0
    assert vote(session.id, gap.id, ballot="a", dots=0, by="steward") == 1
    assert store.sessions.tally(session.id) == {one.id: Tally(dots=5, people=2)}
    assert store.sessions.votes_of(session.id, "a") == {one.id: 2}
    for wrong in (str(uuid.uuid4()), store.sessions.say(note(session, what="plan"), by="steward").id):
        with pytest.raises(StoreError):
            vote(session.id, wrong, ballot="c", dots=1, by="steward")
    with pytest.raises(StoreError):
        vote(session.id, one.id, ballot="c", dots=-1, by="steward")
    open_ = begun(store)
    assert vote(open_.id, one.id, ballot="a", dots=9, by="steward") == -1


def test_what_was_said_is_kept_changed_taken_back_and_brought_again(store, session):
    one, other = asset("Lunch club"), asset("Chapel hall")
    for x in (one, other):
        submit(store, x, by="steward", belongs=Belongs(session=session.id))
    link = note(session, "The lunch club uses the hall", "link", about=(one.id, other.id))
    story = note(session, "It saved me", "story", private={"told_by": "Ann Pike", "contact": " "}, shown=True)
    plan = note(session, "Ask the council", "plan", who="the chapel", due="2026-12-01", where=(-2.3, 51.3))
    for x in (link, story, plan):
        store.sessions.say(x, by="steward")
    kept = store.sessions.notes(session.id, by="steward")
    assert [x.id for x in kept] == [link.id, story.id, plan.id]
    assert (kept[0].about, kept[1].private, kept[1].shown) == (link.about, {"told_by": "Ann Pike"}, True)
    assert (kept[2].who, kept[2].due, kept[2].where) == ("the chapel", "2026-12-01", (-2.3, 51.3))
    import dataclasses

    changed = store.sessions.say(dataclasses.replace(kept[1], words="It saved us"), by="steward")
    assert changed.version == 2
    with pytest.raises(ConflictError):
        store.sessions.say(kept[1], by="steward")
    store.sessions.unsay(story.id, by="steward")
    assert [x.id for x in store.sessions.notes(session.id, by="steward")] == [link.id, plan.id]
    assert store.sessions.say(changed, by="steward").words == "It saved us"
    assert [x.id for x in store.sessions.notes(session.id, what="story", by="steward")] == [story.id]


@pytest.mark.parametrize(
    "fields",
    [
        {"what": "rumour"}, {"words": " "}, {"words": "x" * 5_000}, {"audience": "all"}, {"who": "x" * 600},
        {"what": "link", "about": ("a",)}, {"about": ("nobody",)}, {"where": (200.0, 0.0)},
        {"where": (float("nan"), 0.0)}, {"private": {"told_by": "x" * 600}},
    ],
    ids=range(10),
)  # fmt: skip
def test_what_cannot_have_been_said_is_refused(store, session, fields):
    with pytest.raises(StoreError):
        store.sessions.say(note(session, **fields), by="steward")
    assert store.sessions.notes(session.id, by="steward") == []


def test_a_recording_comes_back_with_its_story_until_the_workshop_ends(store, session):
    story = note(session, "", "story")
    kept = store.sessions.say(story, by="steward", audio=("audio/webm", b"sound"))
    assert (kept.has_audio, store.sessions.audio(story.id, by="steward")) == (True, ("audio/webm", b"sound"))
    for wrong in (("text/html", b"x"), ("audio/webm", b""), ("audio/webm\n", b"x"), ("audio/x", b"x" * 13_000_000)):
        with pytest.raises(StoreError):
            store.sessions.say(note(session, "x"), by="steward", audio=wrong)
    store.sessions.unsay(story.id, by="steward")
    assert store.sessions.audio(story.id, by="steward") is None
    assert store.sessions.say(kept, by="steward").has_audio
    store.sessions.unsay(story.id, by="steward")
    store.sessions.close(session.id, by="steward")
    assert rows(store, "SELECT count(*) FROM session_notes UNION ALL SELECT count(*) FROM session_audio") == [
        (0,),
        (0,),
    ]


def test_one_asset_that_is_taken_away_goes_from_links_dots_pictures_and_words(store, session):
    one, other = asset(f"{WORD} kitchen"), asset("Chapel hall")
    for x in (one, other):
        submit(store, x, by="steward", belongs=Belongs(session=session.id, picture=JPEG, shown=True))
    link = note(session, f"{WORD}  Kitchen uses the hall", "link", about=(one.id, other.id))
    by = {"told_by": f"of {WORD} kitchen"}
    story = note(session, f"At the {WORD} KITCHEN's table", "story", private=by, about=(one.id,))
    for x in (link, story):
        store.sessions.say(x, by="steward")
    store.sessions.vote(session.id, one.id, ballot="a", dots=2, by="steward")
    store.backup(store._pool.path.parent / "backups" / "one.gpkg")
    withdraw(store, one.id, by="steward")
    assert list(store.sessions.members(session.id)) == [other.id]
    assert [(x.words, x.about) for x in store.sessions.notes(session.id, by="steward")] == [
        ("… uses the hall", (other.id,)), ("At the …'s table", ())]  # fmt: skip
    assert (store.sessions.tally(session.id), store.sessions.picture(one.id, by="steward")) == ({}, None)
    assert found_in(store._pool.path.parent, needles([WORD], [])) == []


def test_who_takes_back_what_they_sent_takes_no_word_from_anybody(store, session):
    token = phone(store, session)
    words = ("The lunch club and the library saved me", "The scouts ask the library")
    for x in words:
        store.sessions.say(note(session, x, "plan", who="the scouts"), by="steward")
    for at, name in enumerate(("Library", "the", "lunch club", "scouts")):
        sent = from_phone(store, session, token, asset(name), key=f"k{at}")
        [asset_id] = sent.versions
        about = note(session, f"a link of {name}", "story", about=(asset_id,))
        store.sessions.say(about, by="steward")
        withdraw_by_receipt(store, receipt(store, asset_id))
    kept = store.sessions.notes(session.id, by="steward")
    assert [(x.words, x.who) for x in kept if x.what == "plan"] == [(x, "the scouts") for x in words]
    assert [(x.words, x.about) for x in kept if x.what == "story"] == [
        (f"a link of {x}", ()) for x in ("Library", "the", "lunch club", "scouts")
    ]


def test_a_person_who_is_forgotten_goes_out_of_what_was_said_about_them_in_whole_words(store, session):
    one = asset("Ann", kind="person with a skill")
    submit(store, one, by="steward", belongs=Belongs(session=session.id))
    for words, about in (("Ann began, Annie ended", (one.id,)), ("Ann again", ())):
        store.sessions.say(note(session, words, "story", about=about), by="steward")
    withdraw(store, one.id, by="steward")
    assert [x.words for x in store.sessions.notes(session.id, by="steward")] == ["… began, Annie ended", "Ann again"]


def test_a_whole_workshop_is_forgotten_also_in_kept_copies_and_no_restore_brings_it_back(store, session, tmp_path):
    place = shapely.Point(-2.3512345, 51.3912345)
    one = asset(f"{WORD} club", where=place, contact_name=WORD)
    submit(store, one, by="steward", belongs=Belongs(session=session.id, picture=JPEG + WORD.encode(), at=(1, 2)))
    said = note(session, f"{WORD} said", "story", private={"told_by": WORD}, where=(place.x, place.y))
    store.sessions.say(said, by="steward", audio=("audio/webm", WORD.encode() * 3))
    store.sessions.vote(session.id, one.id, ballot="a", dots=2, by="steward")
    import dataclasses

    store.sessions.change(dataclasses.replace(session, question=f"What of {WORD}?"), by="steward")
    stays = begun(store, name="Another one")
    other = asset("Another club")
    submit(store, other, by="steward", belongs=Belongs(session=stays.id))
    home = store._pool.path.parent
    store.backup(home / "backups" / "kept.gpkg")
    store.backup(tmp_path / "elsewhere.gpkg")
    erased = store.sessions.withdraw(session.id, by="steward: Jo", why="asked")
    assert (set(erased.versions), erased.waits, erased.unreached) == ({one.id}, False, ())
    assert found_in(home, needles([WORD], [place])) == []
    assert [x.id for x in store.sessions.all(by="steward")] == [stays.id]
    assert list(store.sessions.members(stays.id)) == [other.id]
    with pytest.raises(StoreError):
        store.sessions.withdraw(session.id, by="steward")
    with pytest.raises(StoreError):
        store.sessions.begin(session, by="steward")
    restore(tmp_path / "elsewhere.gpkg", store._pool.path)
    assert [x.id for x in store.sessions.all(by="steward")] == [stays.id]
    assert found_in(home, needles([WORD], [place])) == []


def test_what_a_workshops_asset_was_made_one_with_stays_without_what_it_had_of_it(store, session):
    from assetmap.contributions import merge

    ours = Asset(name="Elm Garden", kind="green place", status="published", where=shapely.Point(-2.36, 51.38))
    submit(store, ours, by="steward", publish=True)
    theirs = ours.changed(id=str(uuid.uuid4()), short="", phone="01225 222222", source="workshop")
    submit(store, theirs, by="steward", publish=True, belongs=Belongs(session=session.id))
    merge(store, ours.id, theirs.id, by="steward", seen={ours.id: 1, theirs.id: 1}, fields=("phone",))
    assert store.get(ours.id).asset.phone == "01225 222222"
    store.sessions.withdraw(session.id, by="steward")
    there = store.get(ours.id).asset
    assert (there.status, there.phone) == ("published", "")


def test_a_backup_carries_a_workshop_and_its_doors_come_back_shut(store, session, tmp_path):
    token = phone(store, session)
    from_phone(store, session, token)
    said = store.sessions.say(note(session, private={"told_by": "Ann"}), by="steward")
    store.backup(tmp_path / "copy.gpkg")
    store.sessions.unsay(said.id, by="steward")
    restore(tmp_path / "copy.gpkg", store._pool.path)
    assert store.sessions.notes(session.id, by="steward") == [said]
    assert len(store.sessions.members(session.id)) == 1
    assert (store.sessions.get(session.id).code, store.sessions.of_phone(token)) == ("", None)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("INSERT INTO session_pictures SELECT asset_id, x'00' FROM session_assets", "has the picture"),
        ("UPDATE session_notes SET about = json_array((SELECT asset_id FROM tombstones))", "is still about it"),
        ("INSERT INTO session_tombstones SELECT id, short, '', '', 0 FROM sessions", "was taken back and is not empty"),
        (MEMBER, "is still known as a workshop's"),
    ],
    ids=["a picture", "a note", "a workshop", "a member"],
)
def test_check_finds_what_should_have_gone(tmp_path, harm, said):
    path = tmp_path / "assets.gpkg"
    with_store = GeoPackageStore.open(path)
    session = begun(with_store)
    submit(with_store, asset(), by="steward", publish=True, belongs=Belongs(session=session.id))
    with_store.sessions.say(note(session), by="steward")
    gone = submit(with_store, asset("Gone"), by="steward")
    withdraw(with_store, next(iter(gone.versions)), by="steward")
    with_store.close()
    there = sqlite3.connect(path)
    there.execute(harm)
    there.commit()
    there.close()
    again = GeoPackageStore.open(path)
    assert any(said in x for x in again.check().problems)
    again.close()


def test_a_stored_home_of_form_6_opens_and_holds_workshops(tmp_path):
    path = tmp_path / "assets.gpkg"
    old = sqlite3.connect(path)
    old.executescript((Path(__file__).parent / "store_v6.sql").read_text(encoding="utf-8"))
    old.close()
    store = GeoPackageStore.open(path)
    assert store.check().problems == ()
    one, other, hall, gone = (f"00000000-0000-4000-8000-00000000000{n}" for n in range(1, 5))
    assert (store.now_under(other), store.get(one).asset.phone) == (one, "01225 111111")
    assert (store.exact_place(hall).x, store.get(gone).asset.name, store.erasures()) == (-2.371, "", 1)
    assert [x.source for x in store.lists.of("s")] == ["parks"]
    assert store.sessions.all(by="steward") == []
    session = begun(store)
    submit(store, asset(), by="steward", belongs=Belongs(session=session.id))
    store.sessions.withdraw(session.id, by="steward")
    assert store.check().problems == ()
    store.close()
