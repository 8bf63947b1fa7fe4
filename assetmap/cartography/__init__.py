"""How things are drawn, on screen, on the shared web page and on paper: symbols, colours, scale, the quiet map."""
