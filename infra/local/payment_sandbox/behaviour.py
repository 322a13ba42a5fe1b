"""
How webhooks of a payment misbehave, said in one word or several with commas: ``twice,late:2``.

The words: ``normal``, ``twice``, ``late:<seconds>``, ``out_of_order``, ``never`` (only when asked to send it again).
"""

from dataclasses import dataclass

# Out of order: the earlier an event belongs in a payment's life, the later it arrives. In seconds.
_LATENESS_S = {"payment.processing": 1.5, "payment.authorized": 1.0, "payment.succeeded": 0.5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """When, and how often, an event is delivered."""

    copies: int = 1
    delay_s: float = 0.0
    is_reversed: bool = False

    @classmethod
    def parse(cls, text: str) -> "Behaviour":
        """Read such words; no words are ``normal``. :raises ValueError: at a word that is unknown"""
        copies, delay_s, is_reversed = 1, 0.0, False
        for word in filter(None, (part.strip() for part in text.split(","))):
            name, _, argument = word.partition(":")
            if name == "twice":
                copies = 2
            elif name == "never":
                copies = 0
            elif name == "out_of_order":
                is_reversed = True
            elif name == "late" and argument.replace(".", "", 1).isdigit():
                delay_s = float(argument)
            elif word != "normal":
                raise ValueError(f"webhooks can be normal, twice, late:<seconds>, out_of_order or never, not {word!r}")
        return cls(copies=copies, delay_s=delay_s, is_reversed=is_reversed)

    def due_times(self, event_type: str, *, now: float) -> list[float]:
        """When to deliver each copy of an event that happened at ``now``."""
        lateness_s = _LATENESS_S.get(event_type, 0.0) if self.is_reversed else 0.0
        return [now + self.delay_s + lateness_s] * self.copies


NORMAL = Behaviour()
