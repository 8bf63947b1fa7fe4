"""
Photographs of sheets from a hall, made by a model of the world, and what the reader makes of them.

`settings` holds every setting of the model with its reason, and the seed. It was fixed, and kept, before the reader was
measured for the first time; whoever writes this room does not look at `assetmap.paper.reading`, only at what it gives.

Sheets with odd numbers are *open*: who writes the reader may look at them as often as he likes. Even ones are *held
out*: they are opened (`--held`) only to measure at the end. Each opening is written down here:

- once, on 22 November 2026, the reader as of commit 7708739: 120 photographs, all placed, none wrongly, median 0.09 mm,
  p95 0.55 mm; of 2,451 dots 96.6 % found, 1.6 % made up (goals not reached); 12 Mpx in 1.1 s, p95 2.2 s
- in part, later that day, after number tags and dots with figures were mended on the open half: 36 photographs (six of
  each sheet), all placed, none wrongly, median 0.08 mm, p95 0.75 mm; 97.9 % of the dots found, 0.3 % made up; 12 Mpx in
  1.3 s, p95 4.4 s beside the whole suite

`make torture` takes both halves, so whoever runs it opens them too.

Run `python -m tests.paper --open` (all open sheets, 20 photographs each, two processes), `--photos 5` for fewer of
each sheet, `--sheets 1 3` for some, `--keep FOLDER` to keep each photograph as a file beside its truth as JSON,
`--wrong` for pictures that must be refused (`wrong` names the cause each refusal has to give, `Refused.key`).
"""
