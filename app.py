"""The app, as Streamlit finds it: written literally here, with the doors and headers around it."""

import streamlit as st

from assetmap.screens.doors import MAIN, gate, headers, packed, routes
from assetmap.screens.faults import keep_values_out_of_the_log, told
from assetmap.screens.promptly import at_once, remembering
from assetmap.screens.sweeping import served

at_once()
remembering()
keep_values_out_of_the_log()
app = st.App(
    MAIN,
    lifespan=served,
    routes=routes(),
    middleware=[headers(), gate(), packed()],
    on_script_error=told,
)
