"""
Photographs of sheets from a hall, made by a model of the world, and what the reader makes of them.

`settings` holds every setting of the model with its reason, and the seed. It was fixed, and kept, before the reader was
measured for the first time; whoever writes this room does not look at `assetmap.paper.reading`, only at what it gives.

Sheets with odd numbers are *open*: who writes the reader may look at them as often as he likes. Even ones are *held
out*: they are opened (`--held`) only to measure at the end. Each opening is written down here:

- none yet

Run `python -m tests.paper --open` (all open sheets, 20 photographs each, two processes), `--photos 5` for fewer of
each sheet, `--sheets 1 3` for some, `--keep FOLDER` to keep each photograph as a file beside its truth as JSON,
`--wrong` for pictures that must be refused (`wrong` names the cause each refusal has to give, `Refused.key`).
"""
