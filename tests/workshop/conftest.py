"""A small town of its own, and a workshop in it."""

import uuid

import pytest
from shapely import Point

from assetmap.assets import Asset
from assetmap.contributions import submit
from assetmap.demo import make_demo
from assetmap.place import open_place
from assetmap.store.sessions import Belongs, Note
from assetmap.workshop import begin, category

HERE = Point(-3.2128478, 50.4898796)
"""In the demo town."""


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    return make_demo(tmp_path_factory.mktemp("workshop") / "town")


@pytest.fixture
def place(demo, tmp_path):
    import shutil

    shutil.copytree(demo, tmp_path / "home")
    opened = open_place(tmp_path / "home")
    yield opened
    assert opened.store.check().problems == ()
    opened.close()


@pytest.fixture
def hall(place):
    return Hall(place)


class Hall:
    """A workshop that goes on, in which things are said."""

    def __init__(self, place, **said):
        self.place, self.store = place, place.store
        warm = category("Warm places")
        ours = (warm, category("Green", others=[warm]))
        self.session = begin(place, **{"name": "Tea and maps", "by": "steward", "categories": ours} | said)

    def add(self, name, kind="group or club", *, shown=True, publish=False, **fields):
        """Put an asset on the map, as the scribe does; `how`, `category`, `number` say how it came."""
        more = {x: fields.pop(x) for x in ("how", "category", "number", "said_where", "picture", "at") if x in fields}
        one = Asset(
            **{"name": name, "kind": kind, "where": HERE, "source": "workshop", "audience": "workshop"} | fields
        )
        submit(
            self.store, one, by="steward", areas=self.place.layer("areas"), streets=self.place.layer("streets"),
            publish=publish, belongs=Belongs(session=self.session.id, shown=shown, **more),
        )  # fmt: skip
        return one

    def say(self, words, what="story", *, shown=True, **fields):
        """Write down what somebody says."""
        note = Note(id=str(uuid.uuid4()), session=self.session.id, what=what, words=words, shown=shown, **fields)
        return self.store.sessions.say(note, by="steward")
