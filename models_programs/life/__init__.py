"""The life of a model's year after its registration was accepted: the one door, from `register` on.

Each function takes the actor first and holds the right and the stage (`rules`, the whole life as data), the period and
the newest step that the form was opened on (`last`) against what stands, in one transaction with its journal entry.
The same `key` again returns what it made the first time. A step appends a `LifeStep`, lets the year's columns follow
it, and brings the figures to what the year counts for now.
"""

from .back import take_back
from .deciding import award, name_exemplary, recognise, refuse, stop
from .door import Moved
from .going_on import carry_over, kept, offers, register, replicate
from .rules import BY_SLUG, RULES, Action, Life, Rule
from .running import note, result, why_no_note
from .scoring import appraise, self_assess

__all__ = [
    "BY_SLUG", "RULES", "Action", "Life", "Moved", "Rule", "appraise", "award", "carry_over", "kept", "name_exemplary",
    "note", "offers", "recognise", "refuse", "register", "replicate", "result", "self_assess", "stop", "take_back",
    "why_no_note",
]  # fmt: skip
