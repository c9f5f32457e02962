"""Whether a word is spelled like a Vietnamese syllable: what tells text in an old encoding from text in Unicode."""

import unicodedata

_ONSETS = "ngh ng nh gh gi kh ph qu th tr ch b c d đ g h k l m n p q r s t v x".split()
_RHYMES = frozenset(
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êng "
    "i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu y yêm yên yêng yêt yêu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet oc oi om on ong op ot "
    "ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uên uêt uơ uôc uôi uôm uôn uông uôt "
    "uy uya uych uyên uyêt uynh uyt uyu uyn uyp ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu".split()
)
_AFTER_QU = _RHYMES | frozenset("yn ynh yt ych yên yêt ya".split())
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STOPPED = frozenset("\u0301\u0323")
_FRONT = "eêiy"
_SPELLED = {"k": True, "gh": True, "ngh": True, "c": False, "g": None, "ng": False}
"""Whether the letter after it is one of e, ê, i, y (None: either, as in "gì")."""


def is_syllable(word: str, *, strict: bool = False) -> bool:
    """Whether a word in NFC is spelled like a Vietnamese syllable, the tone on any letter ("hoà", "hòa"), any case.

    `strict` also asks that c, ch, p and t end only syllables with sắc or nặng, and that k, gh and ngh stand before
    e, ê, i and y alone.
    """
    tones = []
    kept = []
    for letter in unicodedata.normalize("NFD", word.lower()):
        if letter in _TONES:
            tones.append(letter)
        else:
            kept.append(letter)
    if len(tones) > 1:
        return False
    base = unicodedata.normalize("NFC", "".join(kept))
    return any(_rhymes(onset, base[len(onset) :], tones, strict) for onset in ("", *_ONSETS) if base.startswith(onset))


def _rhymes(onset: str, rest: str, tones: list[str], strict: bool) -> bool:
    if rest not in (_AFTER_QU if onset == "qu" else _RHYMES):
        return False
    if not strict:
        return True
    if onset == "q":
        return False
    front = _SPELLED.get(onset)
    if front is not None and (rest[0] in _FRONT) != front:
        return False
    return not rest.endswith(("c", "ch", "p", "t")) or (bool(tones) and tones[0] in _STOPPED)
