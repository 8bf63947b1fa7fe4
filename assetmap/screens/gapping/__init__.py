"""The rooms of the screen Gaps: what is asked, what is kept, how it is shown and told, and what if."""
