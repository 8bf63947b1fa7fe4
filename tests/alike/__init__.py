"""
What is the same thing: pairs of rows of real lists, and a verdict on each. `python -m tests.alike` measures.

`labelled_pairs.csv` holds row numbers (see `rows`) and verdicts, never the rows. The pairs were drawn from 25 lists of
one district (open data, 2014 to 2017), within and across lists: near each other (areas edge to edge), of like names,
with one telephone or website, with one postcode, without a place, and a few at random; then a second draw of like
names close by, as the first held too few that are the same. Each pair's rows were read and judged one by one, by no
rule, and no pair was left out afterwards. All of it was done before the matcher was tuned.

**same**: one card on the map would do for both. A list that names a building (who votes there, who cooks there) tells
of that building; who got a grant to run one hall or wood is that hall or wood; a practice whose dentists are listed
one by one is one practice; one thing drawn in pieces is one thing.
**different**: somebody would look for each by itself. A park and its playground or plot, a church and its hall, two
branches, two services in one house, a defibrillator and the wall it hangs on, a school and its parents' association.
**unsure**: the rows do not tell; one would have to ring. Not measured.

`half` is "held" where the first byte of SHA-256 of `SEED:file_a:row_a` is odd, so that all pairs of a first row are in
one half. What was done, in its order:

1. Words, weights and thresholds were chosen on "open" alone. "held" was measured once: precision 0.960 (96 of 100),
   recall 0.923 (96 of 104); Karte von morgen's rule 0.533 and 0.538. Of recall 0.95 was wanted.
2. `labelled_later.csv` (half "later") was drawn in the same ways from what was left, judged and kept before anything
   was changed; pairs of two open rows, which may be looked at while tuning, are not in it. After changes chosen on
   "open" it was measured: 0.926 (87 of 94) and 0.926 (87 of 94). Precision of "held" had fallen to 0.923 by them.
3. Only then was "held" looked into, and counts as open since. After changes chosen on both, "later" was measured for
   a second time: **precision 0.946 (0.879 to 0.977, 87 of 92), recall 0.926 (0.854 to 0.963, 87 of 94)**;
   Karte von morgen's rule 0.531 and 0.638. Nothing of "later" but these figures was looked at, and nothing was
   changed because of them; what was changed since, for other places (what is held at a place, words for paths), left
   all figures as they were. The words' lists are by somebody who had read all the rows to judge them.

So 0.95 is not reached: precision is one pair short of it and recall three. It takes more labelled pairs than these
lists hold to come nearer without fitting the words to them.
"""
