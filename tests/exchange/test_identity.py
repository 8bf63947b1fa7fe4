"""An asset of a list is known again by what nobody can read a place from."""

import stat

import pytest

from assetmap.errors import StoreError
from assetmap.exchange import assets_of
from assetmap.exchange.identity import secret_of

pytestmark = pytest.mark.usefixtures("read_in_this_process")

ROWS = (
    "uprn,name,lat,lon,address,postcode\n"
    ",Grief circle,51.38123,-2.36123,1 Secret Street,BA1 1AA\n"
    ",Hidden group,,,2 Secret Street,BA1 1AA\n"
    "100,Orchard,51.38,-2.36,3 Secret Street,BA1 1AA\n"
    "100,Growers,51.38,-2.36,3 Secret Street,BA1 1AA\n"
    "7,Farm,51.38,-2.36,,\n"
)


def read(secret=None):
    return assets_of(ROWS.encode(), "list.csv", kind="support group", secret=secret)[0]


def test_a_secret_is_made_once_and_for_its_owner_alone(tmp_path):
    secret = secret_of(tmp_path)
    assert len(secret) == 32
    assert secret_of(tmp_path) == secret
    assert [x.name for x in tmp_path.iterdir()] == ["secret.key"]
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_a_damaged_secret_is_said_and_not_replaced(tmp_path):
    (tmp_path / "secret.key").write_bytes(b"short")
    with pytest.raises(StoreError, match="damaged: put it back"):
        secret_of(tmp_path)
    assert (tmp_path / "secret.key").read_bytes() == b"short"
    with pytest.raises(StoreError, match="could not be read or made"):
        secret_of(tmp_path / "nowhere")


@pytest.mark.parametrize("secret", [None, b"s" * 32])
def test_no_number_says_where_it_is(secret):
    numbers = [x.source_id for x in read(secret)]
    assert len(set(numbers)) == 5
    for clear in ("51.38", "-2.36", "secret", "street", "ba1", "100|", "grief"):
        assert not any(clear in x.lower() for x in numbers), numbers
    assert numbers[4] == "7"


def test_the_same_rows_are_the_same_in_one_home_and_others_in_another():
    here, there = (b"a" * 32, b"b" * 32)
    assert [x.id for x in read(here)] == [x.id for x in read(here)]
    assert not {x.id for x in read(here)} & {x.id for x in read(there)}
    assert not {x.id for x in read(here)} & {x.id for x in read()}
