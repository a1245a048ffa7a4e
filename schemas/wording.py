"""What people call things in a collection: whom it is about, who sends it, out of what, and who signs it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """The words of one collection, in lower case where they stand inside a sentence.

    ``person`` and ``people``: whom a return is about. ``sender`` and ``senders``: the kind of organisation that sends
    it. ``system``: what they make the file with. ``declaration``: the heading under which somebody signs, and
    ``signer``: the roles of those who do.
    """

    person: str
    people: str
    sender: str
    senders: str
    system: str
    declaration: str
    signer: str

    def fill(self, text: str, **more: object) -> str:
        """``text`` with ``{sender}``, ``{people}`` … filled in; ``{Sender}`` and its like begin a sentence.

        Raises ``KeyError`` for a name that is neither a word of the collection nor in ``more``.
        """
        words = {name: getattr(self, name) for name in self.__dataclass_fields__}
        capital = {name.capitalize(): word[:1].upper() + word[1:] for name, word in words.items()}
        return text.format(**words, **capital, **more)
