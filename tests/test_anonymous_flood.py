"""A thousand drafts of people whom nobody knows, from several processes at once: capped, and stewards unhindered."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assetmap.assets import Asset
from assetmap.contributions import submit
from assetmap.passphrases import made
from assetmap.store.geopackage import GeoPackageStore
from assetmap.store.people import MOST_A_MINUTE

PROCESSES, DRAFTS = 4, 1_000
CHILD = Path(__file__).parent / "many_anonymous.py"


@pytest.mark.slow
def test_a_thousand_anonymous_drafts_in_a_minute_are_capped_and_stewards_write_on(tmp_path):
    path = tmp_path / "assets.gpkg"
    with GeoPackageStore.open(path) as store:
        passphrase = made()
        store.people.add("Jo", role="steward", passphrase=passphrase, by="steward")
        store.people.add("Sam", role="contributor", passphrase=passphrase, by="steward")
        jo, sam = (store.people.person_of(store.people.sign_in(name, passphrase)) for name in ("Jo", "Sam"))
        running = [
            subprocess.Popen(
                [sys.executable, str(CHILD), str(path), str(DRAFTS // PROCESSES)], stdout=subprocess.PIPE, text=True
            )
            for _ in range(PROCESSES)
        ]
        written = 0
        while any(process.poll() is None for process in running):
            submit(store, Asset(name=f"Jo's {written}", kind="green place"), by=jo, publish=True)
            submit(store, Asset(name=f"Sam's {written}", kind="green place"), by=sam)
            written += 1
        kept = [int(process.communicate()[0]) for process in running]
        drafts = [row for row in store.history() if row.by == "resident"]
        minutes = (drafts[-1].on - drafts[0].on).total_seconds() // 60 + 1
        assert MOST_A_MINUTE <= sum(kept) == len(drafts) <= MOST_A_MINUTE * minutes
        assert written
        assert len([row for row in store.history() if row.by in {"steward: Jo", "contributor: Sam"}]) == 2 * written
        assert not store.check().problems
