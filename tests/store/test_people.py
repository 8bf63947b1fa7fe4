"""Who may sign in, and whether whoever writes is still who they say: asked in the store, at every write."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from assetmap.assets import Asset
from assetmap.errors import AssetMapError, PeopleError, PermissionDeniedError, TooManyError
from assetmap.passphrases import WORDS, is_good, made
from assetmap.roles import OWN_KEYBOARD, Person
from assetmap.store.base import Edit
from assetmap.store.geopackage import GeoPackageStore, proofs, restore
from assetmap.store.people import HOURS, MOST_A_MINUTE, MOST_WAITING, Identity, People
from assetmap.store.suggested import Suggested

WORDS_OF_JO = "Rosemary poplar spiral plank moon"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """A hash that takes no time; one test has the real one."""
    monkeypatch.setattr(proofs, "_N", 2**4)


@pytest.fixture
def store(tmp_path):
    with GeoPackageStore.open(tmp_path / "assets.gpkg") as store:
        yield store


def jo(store, *, role="steward", audience="public"):
    store.people.add("Jo", role=role, audience=audience, passphrase=WORDS_OF_JO, by="steward")
    return store.people.person_of(store.people.sign_in("Jo", WORDS_OF_JO))


def bench(name="Bench"):
    return [Edit(asset=Asset(name=name, kind="green place"))]


def sam(**said):
    said = {"issuer": "https://id.example", "subject": "42", "signed_in_at": datetime.now(UTC), "name": "Sam"} | said
    return Identity(**said)


def test_it_is_what_every_store_promises(store):
    assert isinstance(store.people, People)


def test_who_knows_the_passphrase_signs_in_however_a_telephone_writes_it(store):
    store.people.add("Jo", role="steward", audience="partners", passphrase=WORDS_OF_JO, by="steward")
    token = store.people.sign_in(" jo", "rosemary-POPLAR  spiral plank moon ")
    person = store.people.person_of(token)
    assert (person.role, person.alias, person.audience) == ("steward", "Jo", "partners")
    assert str(person) == "steward: Jo"
    assert store.people.person_of(token + "x") is None


def test_the_store_keeps_neither_passphrase_nor_token(store, tmp_path):
    person = jo(store)
    token = store.people.sign_in("Jo", WORDS_OF_JO)
    store.people.sign_in_openid(sam(email="sam@surgery.example"), newcomers="contributor")
    store.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir()).lower()
    for word in (WORDS_OF_JO, "rosemary", token, "sam@surgery.example", "id.example"):
        assert word.lower().encode() not in kept
    assert person.sign_in.encode() in kept


@pytest.mark.parametrize("alias", ["Jo", "Nobody"])
def test_a_wrong_name_and_a_wrong_passphrase_are_answered_alike(store, alias):
    store.people.add("Jo", role="steward", passphrase=WORDS_OF_JO, by="steward")
    with pytest.raises(PermissionDeniedError) as caught:
        store.people.sign_in(alias, "four other words here")
    assert str(caught.value) == proofs.WRONG


def test_whoever_guesses_waits_and_who_knows_it_signs_in_afterwards(store, monkeypatch):
    store.people.add("Jo", role="steward", passphrase=WORDS_OF_JO, by="steward")
    clock = [1000.0]
    monkeypatch.setattr(proofs.time, "monotonic", lambda: clock[0])
    said = []
    for _ in range(12):
        with pytest.raises(PermissionDeniedError) as caught:
            store.people.sign_in("Jo", "wrong wrong wrong wrong")
        said.append(str(caught.value))
    assert said[:5] == [proofs.WRONG] * 5
    assert all(text.startswith("please wait") for text in said[5:])
    with pytest.raises(PermissionDeniedError, match="please wait"):
        store.people.sign_in("Jo", WORDS_OF_JO)
    clock[0] += 61
    assert store.people.sign_in("Jo", WORDS_OF_JO)


def test_a_real_hash_says_how_it_was_made(monkeypatch):
    monkeypatch.undo()
    proof = proofs.of_passphrase(WORDS_OF_JO)
    assert proof.startswith("scrypt$32768$8$3$")
    assert proofs.is_passphrase(WORDS_OF_JO, proof)
    assert not proofs.is_passphrase(WORDS_OF_JO + "x", proof)
    assert not proofs.is_passphrase("x" * 10_000, proof)
    assert not proofs.is_passphrase(WORDS_OF_JO, "")


def test_a_sign_in_ends_by_itself(store, monkeypatch):
    person = jo(store)
    later = datetime.now(UTC) + timedelta(hours=HOURS, seconds=1)

    class Later(datetime):
        @classmethod
        def now(cls, _tz=None):
            return later

    from assetmap.store.geopackage import people

    monkeypatch.setattr(people, "datetime", Later)
    with pytest.raises(PermissionDeniedError, match="signed out"):
        store.write(bench(), by=person)
    assert store.version() == 0


@pytest.mark.parametrize(
    "taken",
    [
        lambda people, person: people.sign_out(person),
        lambda people, _: people.end("Jo", by="steward"),
        lambda people, _: people.renew("Jo", passphrase=made(), by="steward"),
        lambda people, _: people.change("Jo", role="contributor", by="steward"),
        lambda people, _: people.change("Jo", audience="public", by="steward"),
    ],
    ids=["signed out", "ended", "other passphrase", "lesser role", "wider circle"],
)
def test_what_is_taken_away_counts_at_the_next_write(store, taken):
    person = jo(store, audience="partners")
    assert store.write(bench(), by=person).change == 1
    taken(store.people, person)
    with pytest.raises(PermissionDeniedError):
        store.write(bench("Other"), by=person)
    with pytest.raises(PermissionDeniedError):
        store.people.still(person)
    assert store.version() == 1


def test_a_made_up_person_writes_nothing(store):
    real = jo(store, role="contributor")
    for person in (
        Person(role="steward"),
        Person(role="steward", sign_in="x" * 64),
        Person(role="steward", alias="Jo", sign_in=real.sign_in),
        Person(role="contributor", alias="Jo", audience="workshop", sign_in=real.sign_in),
    ):
        with pytest.raises(PermissionDeniedError):
            store.write(bench(), by=person)
    assert store.version() == 0


def test_the_own_keyboard_looks_after_the_map_until_a_steward_can_sign_in(store):
    own = Person(role="steward", sign_in=OWN_KEYBOARD)
    store.write(bench(), by=own)
    assert store.history()[-1].by == "steward"
    store.people.add("Sam", role="contributor", passphrase=made(), by=own)
    store.write(bench("Other"), by=own)
    store.people.add("Jo", role="steward", passphrase=made(), by=own)
    assert store.people.has_steward()
    with pytest.raises(PermissionDeniedError):
        store.write(bench("Third"), by=own)
    with pytest.raises(PermissionDeniedError):
        store.people.add("Eve", role="steward", passphrase=made(), by=own)
    store.people.end("Jo", by="steward")
    assert not store.people.has_steward()
    store.write(bench("Third"), by=own)


@pytest.mark.parametrize("by", ["visitor", "resident", "contributor: Sam"])
def test_only_stewards_say_who_may_sign_in(store, by):
    for doing in (
        lambda: store.people.add("Eve", role="steward", passphrase=made(), by=by),
        lambda: store.people.change("Jo", role="steward", by=by),
        lambda: store.people.renew("Jo", passphrase=made(), by=by),
        lambda: store.people.end("Jo", by=by),
    ):
        with pytest.raises(PermissionDeniedError):
            doing()


def test_a_steward_who_was_ended_lets_nobody_in(store):
    person = jo(store)
    store.people.end("Jo", by="steward")
    with pytest.raises(PermissionDeniedError):
        store.people.add("Eve", role="steward", passphrase=made(), by=person)
    assert [x.alias for x in store.people.everybody()] == ["Jo"]


@pytest.mark.parametrize(
    ("alias", "more"),
    [
        ("", {}), ("  ", {}), ("x" * 41, {}), ("jo@surgery.example", {}), ("Jo\x07", {}), ("steward: Jo", {}),
        ("<b>Jo</b>", {}), ("007", {}), ("JO", {}), ("Sam", {"role": "owner"}), ("Sam", {"audience": "all"}),
        ("Sam", {"passphrase": "short"}), ("Sam", {"passphrase": "aaaaaaaaaaaaaaaa"}), ("Sam", {"passphrase": None}),
        ("Sam", {"passphrase": None, "email": "nobody"}), ("Sam", {"email": "sam@surgery.example"}),
    ],
)  # fmt: skip
def test_what_is_no_person_is_refused_with_a_sentence(store, alias, more):
    store.people.add("Jo", role="steward", passphrase=WORDS_OF_JO, by="steward")
    said = {"role": "contributor", "passphrase": WORDS_OF_JO, "by": "steward"} | more
    with pytest.raises(PeopleError):
        store.people.add(alias, **said)
    assert len(store.people.everybody()) == 1


def test_made_passphrases_are_five_words_of_ours_and_good():
    one, other = made(), made()
    assert one != other
    assert len(set(WORDS)) == len(WORDS) > 512
    assert all(word in WORDS for word in one.split())
    assert len(one.split()) == 5
    assert is_good(one)
    assert is_good("twelve letter")
    assert not is_good("hello world")


def test_a_newcomer_from_a_provider_is_what_the_place_says(store):
    assert store.people.sign_in_openid(sam(), newcomers="visitor") is None
    person = store.people.sign_in_openid(sam(), newcomers="contributor")
    assert str(person) == "contributor: Sam"
    again = store.people.sign_in_openid(sam(signed_in_at=datetime.now(UTC) - timedelta(hours=1)), newcomers="visitor")
    assert again.alias == "Sam"
    assert again.sign_in != person.sign_in
    assert len(store.people.everybody()) == 1
    other = store.people.sign_in_openid(sam(subject="43"), newcomers="contributor")
    assert other.alias == "Sam 2"
    store.write(bench(), by=person)


def test_a_verified_address_leads_to_who_was_added_and_is_bound_to_them(store):
    store.people.add("Ana", role="steward", email="Ana@Surgery.example", by="steward")
    with pytest.raises(PeopleError, match="already"):
        store.people.add("Anna", role="visitor", email="ana@surgery.example", by="steward")
    assert store.people.sign_in_openid(sam(), newcomers="visitor") is None
    person = store.people.sign_in_openid(sam(email="ana@surgery.EXAMPLE"), newcomers="visitor")
    assert str(person) == "steward: Ana"
    # From now on it is the account that counts: whoever gets the address later is nobody.
    assert store.people.sign_in_openid(sam(subject="43", email="ana@surgery.example"), newcomers="visitor") is None
    assert str(store.people.sign_in_openid(sam(), newcomers="visitor")) == "steward: Ana"


def test_a_providers_old_cookie_signs_nobody_in(store):
    old = sam(signed_in_at=datetime.now(UTC) - timedelta(hours=HOURS, minutes=1))
    assert store.people.sign_in_openid(old, newcomers="contributor") is None
    early = sam(signed_in_at=datetime.now(UTC) + timedelta(hours=1))
    assert store.people.sign_in_openid(early, newcomers="contributor") is None
    at = datetime.now(UTC)
    person = store.people.sign_in_openid(sam(signed_in_at=at), newcomers="contributor")
    store.people.sign_out(person)
    assert store.people.sign_in_openid(sam(signed_in_at=at), newcomers="contributor") is None


def test_whoever_was_ended_does_not_come_back_as_somebody_new(store):
    store.people.sign_in_openid(sam(), newcomers="contributor")
    store.people.end("Sam", by="steward")
    for later in range(2):
        at = datetime.now(UTC) - timedelta(minutes=later)
        assert store.people.sign_in_openid(sam(signed_in_at=at), newcomers="contributor") is None


def test_a_restore_gives_nobody_back_what_was_taken_away(store, tmp_path):
    person = jo(store)
    store.backup(tmp_path / "kept.gpkg")
    store.people.end("Jo", by="steward")
    restore(tmp_path / "kept.gpkg", tmp_path / "assets.gpkg")
    assert not store.people.has_steward()
    with pytest.raises(PermissionDeniedError):
        store.write(bench(), by=person)


def test_a_backup_brings_its_people_to_a_new_home_and_nobody_is_signed_in_there(store, tmp_path):
    person = jo(store)
    store.backup(tmp_path / "kept.gpkg")
    home = tmp_path / "new" / "assets.gpkg"
    restore(tmp_path / "kept.gpkg", home)
    with GeoPackageStore.open(home) as new:
        assert new.people.has_steward()
        assert new.people.sign_in("Jo", WORDS_OF_JO)
        with pytest.raises(PermissionDeniedError):
            new.write(bench(), by=person)


def test_anonymous_drafts_are_capped_in_a_minute_and_stewards_are_not(store):
    signed_in = jo(store, role="contributor")
    for at in range(MOST_A_MINUTE):
        store.write(bench(f"Draft {at}"), by="resident" if at % 2 else "resident: Ana")
    with pytest.raises(TooManyError, match="Wait a minute"):
        store.write(bench(), by="resident")
    assert store.version() == MOST_A_MINUTE
    store.write(bench("Mine"), by=signed_in)
    store.write(bench("Looked at"), by="steward")
    # To be shown to fewer people is never refused.
    there = next(iter(store.read())).asset
    store.write([Edit(asset=there.changed(audience="workshop"), what="narrowed")], by="resident")


def test_anonymous_drafts_are_capped_until_somebody_has_looked(store, tmp_path):
    long_ago = datetime.now(UTC) - timedelta(days=2)
    many = [Edit(asset=Asset(name=f"Draft {at}", kind="green place")) for at in range(50)]
    for at in range(0, MOST_WAITING, 50):
        rows = [Edit(asset=Asset(name=f"{at} {row.asset.name}", kind="green place")) for row in many]
        store.write(rows, by="resident", on=long_ago)
    with pytest.raises(TooManyError, match="waits to be looked at"):
        store.write(bench(), by="resident")
    store.write(bench("A steward's"), by="steward")
    first = next(iter(store.read())).asset
    store.write([Edit(asset=first.changed(status="published"))], by="steward")
    store.write(bench(), by="resident")


@pytest.mark.parametrize("by", ["Resident", "contributor", "contributor: Sam", "somebody"])
def test_whatever_they_call_themselves_who_has_not_signed_in_is_capped(store, by):
    jo(store, role="contributor")
    rows = [Edit(asset=Asset(name=f"Draft {at}", kind="green place")) for at in range(MOST_A_MINUTE)]
    store.write(rows, by=by)
    with pytest.raises(TooManyError, match="Wait a minute"):
        store.write(bench(), by=by)


def test_suggestions_that_nobody_can_look_at_any_more_fill_no_queue(store):
    there = Asset(name="Quay", kind="green place", status="published")
    store.write([Edit(asset=there)], by="steward")
    store.suggestions.keep(Suggested(asset=there.changed(phone="1"), exact=None, seen=1), by="resident")
    with sqlite3.connect(store._pool.path) as file:
        file.execute(
            f"WITH RECURSIVE x(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM x WHERE i < {MOST_WAITING}) "
            "INSERT INTO suggestions (asset_id, seen, record, made_by, made_on, why) "
            "SELECT asset_id, seen, record, made_by, '2020-01-01', '' FROM suggestions, x"
        )
    file.close()
    assert store.suggestions.count() == MOST_WAITING
    with pytest.raises(TooManyError, match="waits to be looked at"):
        store.write(bench(), by="resident")
    store.write([Edit(asset=there.changed(status="closed"))], by="steward")
    assert store.suggestions.count() == 0
    store.write(bench(), by="resident")


def test_who_has_been_signed_out_neither_says_nor_forgets_what_is_two_things(store):
    person = jo(store)
    store.apart.keep("a", "b", by=person)
    store.people.sign_out(person)
    for do in (store.apart.keep, store.apart.forget):
        with pytest.raises(PermissionDeniedError):
            do("b", "a", by=person)
    assert store.apart.pairs() == {frozenset("ab")}


def test_a_visitor_writes_nothing(store):
    with pytest.raises(PermissionDeniedError, match="sign in first"):
        store.write(bench(), by="visitor")
    assert store.version() == 0


def test_the_sentences_are_for_people(store):
    for text in (proofs.WRONG, proofs.BUSY):
        assert "scrypt" not in text
    with pytest.raises(AssetMapError) as caught:
        store.write(bench(), by=Person(role="steward", sign_in="x"))
    assert "what you typed is still here" in str(caught.value)


def test_the_tables_hold_what_they_should(store, tmp_path):
    jo(store)
    with sqlite3.connect(tmp_path / "assets.gpkg") as file:
        [proof] = file.execute("SELECT proof FROM people").fetchone()
        [mark] = file.execute("SELECT mark FROM sign_ins").fetchone()
    file.close()
    assert proof.startswith("scrypt$16$8$3$")
    assert len(mark) == 64
