"""What a message names: orders, an e-mail address, the two things that are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from marketplace.foundation.search.folding import fold
from marketplace.foundation.search.stopwords import bare

_ORDER_NUMBER = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{2,20}-20\d{2}-\d{4,12}(?!\d)")
_EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_BETWEEN = re.compile(
    r"\s+(?:and|or|vs\.?|versus|with|than|to|en|of|met|dan|und|oder|mit|gegen|als|et|ou|avec|contre|que|à|أم|او|أو|مع|مقابل)\s+|\s+و\s?|[,;،]",
    re.I,
)
MASK = "[e-mail]"

# How questions about products are asked, folded: what is left names the product.
_ASKING = frozenset(
    fold(
        """
        how much many what which where when who is are does do did can could
        cost costs price priced expensive cheap cheaper cheapest
        stock available availability sold still order buy delivery deliver delivered delivering ship
        shipping shipped send sent fast long days
        arrive made material weigh weight heavy colour colours color colors size sizes clean wash care come comes from brand sells sell
        compare comparison difference between better best show looking find please tell about have get versus information details more
        one it this that these ones other both two

        hoeveel wat welke waar wanneer wie kost kosten prijs duur goedkoop goedkoper goedkoopste voorraad leverbaar beschikbaar verkocht
        bestellen kopen bezorging bezorgen bezorgd levering geleverd verzenden verzending verzendkosten sturen snel lang dagen gemaakt
        materiaal weegt gewicht zwaar kleur kleuren maat maten schoonmaken wassen vandaan komt merk verkoopt vergelijk verschil tussen
        beter beste toon zoek alstublieft vertel hebben hebt krijgen meer informatie deze dit jullie hoe gaat

        wieviel viel welche welcher welches wo wann wer kostet kosten preis teuer billig billiger billigste gunstiger lager vorratig
        lieferbar verfugbar ausverkauft bestellen kaufen lieferung liefern geliefert versand verschickt versandkosten schicken schnell lange
        tage gemacht material wiegt gewicht schwer farbe farben grosse grossen reinigen waschen pflege kommt woher marke verkauft
        vergleiche vergleichen unterschied zwischen besser beste zeig suche bitte haben gibt bekommen mehr informationen woraus dauert

        combien quel quelle quels quelles ou quand qui coute coutent prix cher chere moins cher stock disponible disponibilite epuise
        commander acheter livraison livrer livre livree expedition expedier envoyer frais port vite longtemps jours
        arrive fait faite matiere
        pese poids lourd couleur couleurs taille tailles nettoyer laver entretien vient marque vend comparez comparer difference entre
        mieux meilleur montrez cherche svp avez obtenir plus informations est ce quoi delai

        وهل هو هي سعره سعرها ثمنه ثمنها كم ما ماذا اي ايهما اين متى من هل سعر بكم ثمن تكلفه يكلف غالي رخيص ارخص متوفر متوفره
        مخزون موجود نفد اطلب شراء توصيل توصيله شحن
        ارسال سريع سرعه مده ايام يصل مصنوع مصنوعه خامه ماده وزن ثقيل لون الوان مقاس مقاسات حجم تنظيف غسل عنايه ياتي ماركه يبيع
        قارن مقارنه فرق الفرق بين افضل ابحث اريد ارني من فضلك عن عندكم لديكم اعطني مم صنع بلد منشا
        """
    ).split()
)
_LEAST_STEM = 4  # letters of an Arabic word without its article


def order_number(text: str) -> str:
    """The first number of an order, in capitals; empty for none."""
    found = _ORDER_NUMBER.search(text)
    return found[0].upper() if found else ""


def email(text: str) -> str:
    """The first e-mail address, in lower case; empty for none."""
    found = _EMAIL.search(text)
    return found[0].lower() if found else ""


def masked(text: str) -> str:
    """The text without e-mail addresses: what another company may read."""
    return _EMAIL.sub(MASK, text)


def subject(text: str) -> str:
    """What of a question about products names one: without the words of asking; empty if nothing is left."""
    return " ".join(word for word in fold(bare(text)).split() if word not in _ASKING and _stem(word) not in _ASKING)


def compared(text: str) -> list[str]:
    """The parts of a comparison that name something."""
    return [part for part in (subject(piece) for piece in _BETWEEN.split(text)) if part]


def stems(text: str) -> frozenset[str]:
    """Words to compare names by: Arabic ones without article and particles."""
    return frozenset(_stem(word) for word in fold(text).split())


def _stem(word: str) -> str:
    for prefix in ("وال", "بال", "لل", "ال"):
        if word.startswith(prefix) and len(word) - len(prefix) >= _LEAST_STEM - 1:
            return word[len(prefix) :]
    return word


def named(titles: Sequence[str], text: str) -> list[tuple[int, frozenset[str]]]:
    """
    Places of the titles that ``text`` names, each with the words that no other title has: those that share the most words with it. The best
    first; empty where nothing tells one from the others.
    """
    own = [stems(title) for title in titles]
    asked = stems(text)
    common: dict[str, int] = {}
    for words in set(own):
        for word in words & asked:
            common[word] = common.get(word, 0) + 1
    scores = [sum(1 / common[word] for word in words & asked) for words in own]
    telling = [frozenset(word for word in words & asked if common[word] == 1 and len(word) > 1) for words in own]
    places = sorted((place for place, words in enumerate(telling) if words), key=lambda place: -scores[place])
    return [(place, telling[place]) for place in places]


def is_name(word: str, titles: Iterable[str]) -> bool:
    """Whether, of all that was found for the word alone, one title has it."""
    return len({words for title in titles if word in (words := stems(title))}) == 1


def without(text: str, title: str) -> str:
    """The text without the words of a product's title: how it asks, and not after what."""
    own = stems(title)
    return " ".join(word for word in text.split() if not stems(word) or not stems(word) <= own)
