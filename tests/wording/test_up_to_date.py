"""The catalogues hold what the source says, each of it and nothing else; `make words` mends it."""

import pytest
from babel.messages.pofile import read_po

from assetmap.wording.extracting import TEMPLATE, gathered
from assetmap.wording.plurals import PLURALS
from assetmap.wording.saying import CATALOGUES


def keys(catalogue):
    return {(x.context, *([x.id] if isinstance(x.id, str) else x.id)) for x in catalogue if x.id}


def kept_in(path):
    with path.open("rb") as file:
        return keys(read_po(file))


def test_the_template_has_what_the_source_says():
    said, kept = keys(gathered()), kept_in(TEMPLATE)
    assert said - kept == set()
    assert kept - said == set()


@pytest.mark.parametrize("code", PLURALS)
def test_each_catalogue_has_the_messages_of_the_template(code):
    assert kept_in(CATALOGUES / f"{code}.po") == kept_in(TEMPLATE)
