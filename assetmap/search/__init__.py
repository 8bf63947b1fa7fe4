"""
Finding assets by what people say: whole words, never parts of them ("men" is not in "dementia").

`meaning.read` understands a question, `index.Index` finds what fits it among very many assets, `plainly.fitting` does
both in one line.
"""
