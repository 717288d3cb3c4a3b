"""Words of a text as a search compares them: lower case, without accents, without the words that carry no meaning, light stems.

Two languages share one stemmer on purpose: both lose the plural, and what it does wrongly it does to question and answer alike.
"""

from __future__ import annotations

import re
import unicodedata

_ENGLISH = """
a an and any are as at be been being by can could did do does for from get gets getting go going got had has have having he her hers him his
how i if im in into is it its ive just me my of on or our out she should so some than that the their them then there these they this those
to too up us was we were what when where which who why will with would you your youre about after again all also am because but cant dont no
not now really one u ur thing things something anything ever still need want know tell wat wot wtf gotta gonna wanna lol omg pls plz bc cuz coz n w r y k d da dat tha ppl sum sum1 2 4 ya yall bout bin ill id lil kinda
"""
_SPANISH = """
a al algo alguien algun alguna algunas alguno algunos ante antes aqui asi aun aunque cada como con cual cuales cuando cuanto cuanta
de del desde donde dos e el ella ellas ello ellos en entre era es esa esas ese eso esos esta estaba estan estar estas este esto estos estoy fue
ha hace hacer haces hacia han hasta hay he hice la las le les lo los mas me mi mis mucho muy nada ni no nos nosotros o os otra otras otro otros
para pero por porque pueda puede pueden puedo que quien quiero saber se sea ser si sin sobre solo son soy su sus tal tambien tan tanto te tengo ti tiene
tienen tu tus un una unas uno unos usted ustedes va ver voy y ya yo debo deberia seria sera estoy tuve tenia
"""
STOP = {"en": frozenset(_ENGLISH.split()), "es": frozenset(_SPANISH.split())}


def words(text: str, language: str = "en") -> list[str]:
    """Words that carry meaning, lower case, light stems."""
    plain = unicodedata.normalize("NFD", text.lower().replace("'", "").replace("\u2019", ""))
    found = re.findall(r"[a-z0-9]+", re.sub(r"[\u0300-\u036f]", "", plain))
    stop = STOP.get(language, STOP["en"])
    return [stem(word) for word in found if word not in stop]


def stem(word: str) -> str:
    """Plural and verb endings off, so that 'scars', 'scarring' and 'scar' meet."""
    if len(word) > 4:
        for ending in ("ings", "ing", "ies", "ied", "es", "ed", "s"):
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                stem = word[: -len(ending)]
                if ending in ("ies", "ied"):
                    return stem + "y"
                if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "ls":
                    return stem[:-1]
                return stem
    if len(word) == 4 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word[:-1] if len(word) > 4 and word.endswith("e") else word
