"""The form in which an asset is added and changed: questions, what they mean, and what happens with the answers."""
