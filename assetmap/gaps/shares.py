"""What each place gives each neighbourhood: the supply taken apart by who holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.gaps.scoring import PER, known_homes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assetmap.access.found import Pairs
    from assetmap.gaps.asking import Asked
    from assetmap.gaps.model import Model
    from assetmap.gaps.scoring import Supplied


def each_has(model: Model, found: Supplied, asked: Asked, capacity: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what each row has for each `PER` of those who share it, float64 (r); 0 where nobody does."""
    weights = weights_of(model, found.pairs, asked)
    lived = np.where(known_homes(model) > 0, found.people, 0.0)
    shared = weights @ lived
    each: NDArray[np.float64] = np.divide(capacity, shared, out=np.zeros(len(capacity)), where=shared > 0) * PER
    return each


def weights_of(model: Model, pairs: Pairs, asked: Asked) -> Any:
    """Return how much each row counts for each area, the mean over its known homes: a sparse matrix (r, n)."""
    from scipy.sparse import csr_array

    near = pairs.mm <= model.profile.reach_mm(asked.minutes)
    area = model.homes.area[pairs.node[near]]
    weight = asked.decays(model.profile)(pairs.mm[near]) / known_homes(model)[area]
    return csr_array((weight, (pairs.owner[near], area)), shape=(len(pairs.head) - 1, len(model.areas)))


def given(model: Model, found: Supplied, asked: Asked) -> Any:
    """
    Return what each row gives each area, for each `PER` people: a sparse matrix (r, n).

    Its columns add up to the supply of the areas where that is known.
    """
    from scipy.sparse import diags_array

    return diags_array(each_has(model, found, asked, found.capacities.now)) @ weights_of(model, found.pairs, asked)
