"""The words that cards use of indices, where translators find them; cards are no Python, so they are listed here."""

from __future__ import annotations

from assetmap.wording import N_

HOLDS_DISTANCE = N_("This index holds the distance to services, which a gap counts as well.")
SET_UP_AGAIN = N_("Set the place up again from the whole official file to have it without.")
LABELS = (
    N_("Situational vulnerability"),
    N_("Economic dependency"),
    N_("Residential instability"),
    N_("Ethno-cultural composition"),
    N_("All kinds of deprivation together"),
    N_("All kinds but barriers to services"),
    N_("Income"),
    N_("Employment"),
    N_("Education, skills and training"),
    N_("Health and disability"),
    N_("Crime"),
    N_("Barriers to housing and services"),
    N_("Living environment"),
    N_("Income of families with children"),
    N_("Income of older people"),
    N_("Children and young people (part of education)"),
    N_("Adult skills (part of education)"),
    N_("Distance to services (part of barriers)"),
    N_("Housing and other barriers (part of barriers)"),
    N_("Homes (part of living environment)"),
    N_("Air and roads (part of living environment)"),
    N_("Getting to services"),
    N_("Crime and disorder"),
    N_("Mental ill-health"),
    N_("All kinds but getting to services"),
    N_("Health"),
    N_("Housing"),
    N_("All kinds of vulnerability together"),
    N_("Income, work and schooling"),
    N_("Age, disability and one-parent homes"),
    N_("Minority status and language"),
    N_("Housing and transport"),
    N_("Community safety"),
    N_("Physical environment"),
)
"""What the domains of all cards are called."""
NOTES = (
    N_("This index has four dimensions and no sum of them: this is one of the four."),
    N_(
        "Worked out from the official ranks of six of the seven domains, put together as the official index "
        "is. Barriers to housing are left out too: they are one domain with the distance to services."
    ),
    N_("Worked out from the official ranks of six of the seven domains, put together as the official index is."),
)
"""What must be said with some of them."""
