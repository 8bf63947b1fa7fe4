"""The words of a workshop: its stages, who may see what is said, and what each kind of thing said is called."""

from __future__ import annotations

from assetmap.wording import N_

STAGE_WORDS = {
    # translators: the four stages of a workshop, in their order
    "listen": N_("Listen"), "connect": N_("Connect"), "purpose": N_("Find shared purpose"), "mobilise": N_("Mobilise"),
}  # fmt: skip
STAGE_ABOUT = {
    "listen": N_("Ask the question. What people say goes on the map at once; a story is kept in their own words."),
    "connect": N_("Who knows whom? What goes with what? Each link is one sentence."),
    "purpose": N_("Each person puts dots on what matters most to them: places, and gaps that people feel."),
    "mobilise": N_("Who does what by when? A small grant may be asked for."),
}
AUDIENCE_WORDS = {
    "workshop": N_("The people in this room, and those who make this map"),
    "partners": N_("Partners too"),
    "public": N_("Everybody"),
}
QUESTION = N_("What helps you feel well here?")
HOW_WORDS = {"scribe": N_("typed here"), "phone": N_("by phone"), "paper": N_("on paper")}
NOT_FOR_YOU = N_(
    "A workshop is led from the computer of whoever looks after this map. Would you like to add something? Ask them "
    "for the code on the wall, and type it on your phone."
)
ENDED = N_("This workshop has ended. Open it again on the page Workshop to go on.")
ENDED_HERE = N_("This workshop has ended. Open it again below to go on.")
