"""Titles, descriptions and measures per language, put together so that gender, case and definiteness never have to agree."""

import re
import unicodedata
from html import escape

from marketplace.apps.demo.domain.sources import Kind, Model, vocabulary
from marketplace.apps.demo.domain.types import ProductText, Texts

LANGUAGES = ("en", "nl", "de", "fr", "ar")
SEO_TITLE_LENGTH, SEO_DESCRIPTION_LENGTH = 70, 160
MEASURE = re.compile(r"^([\d.]+(?: x [\d.]+)*) (\w+)$")
UNITS_AR = {"ml": "مل", "l": "لتر", "g": "غ", "kg": "كغ", "cm": "سم", "m": "م", "mm": "مم"}


def title(kind: Kind, model: Model, language: str) -> str:
    """The name as a shop shows it: ``Alma mug in stoneware``, ``Mok Alma van steengoed``."""
    if model.title:
        return model.title[language]
    latin, arabic = model.name
    if kind.title:
        return kind.title[language].format(name=arabic if language == "ar" else latin)
    noun = (kind.noun or {})[language]
    words = {"en": f"{latin} {noun}", "ar": f"{noun} «{arabic}»"}.get(language, f"{noun[0].upper()}{noun[1:]} {latin}")
    return f"{words} {vocabulary().materials[model.material].of[language]}" if model.material else words


def measure(text: str, language: str) -> str:
    """``0.9 l`` as it is written in the language; words of the vocabulary by their key; sizes such as ``M`` as they are."""
    if word := vocabulary().values.get(text):
        return word[language]
    if not (found := MEASURE.match(text)):
        return text
    number, unit = found[1].replace(" x ", " × "), found[2]
    if language == "ar":
        return f"{number} {UNITS_AR[unit]}"
    return f"{number if language == 'en' else number.replace('.', ',')} {unit}"


def measures(text: str) -> Texts:
    return {language: measure(text, language) for language in LANGUAGES}


def product_text(kind: Kind, model: Model, language: str) -> ProductText:
    """Everything that a product's page says in one language. Raises ``KeyError`` if a word is missing."""
    name = title(kind, model, language)
    intro = _intro(kind, model, language)
    paragraphs = [intro, *([model.about[language]] if model.about else []), _details(model, language)]
    html = "".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs if paragraph)
    facts = "".join(f"<li>{escape(fact, quote=False)}</li>" for fact in _facts(kind, model, language))
    return ProductText(
        title=name,
        description_html=f"{html}<ul>{facts}</ul>",
        seo_title=full if len(full := f"{name} | {model.brand}") <= SEO_TITLE_LENGTH else name,
        seo_description=_shorten(" ".join([f"{name}.", *paragraphs[1:-1], intro])),
    )


def slug(text: str) -> str:
    """Latin letters, digits and hyphens of a text."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _intro(kind: Kind, model: Model, language: str) -> str:
    latin, arabic = model.name
    return kind.intro[language].format(name=f"«{arabic}»" if language == "ar" else latin)


def _details(model: Model, language: str) -> str:
    words = vocabulary()
    story = [words.materials[model.material].story[language]] if model.material else []
    return " ".join([*story, *(words.features[feature][language] for feature in model.features)])


def _facts(kind: Kind, model: Model, language: str) -> list[str]:
    words = vocabulary()
    facts = [("origin", words.origins[model.origin][language])]
    if model.measure:
        label = "content" if model.measure.endswith((" g", " kg", " ml", " l")) else "measure"
        facts.insert(0, (label, measure(model.measure, language)))
    if model.material:
        facts.insert(0, ("material", words.materials[model.material].label[language]))
    if kind.care:
        facts.append(("care", words.cares[kind.care][language]))
    if kind.keep:
        facts.append(("keep", words.keeping[kind.keep][language]))
    colon = " : " if language == "fr" else ": "
    return [f"{words.labels[label][language]}{colon}{fact}" for label, fact in facts]


def _shorten(text: str) -> str:
    """Whole sentences as far as they fit; failing that, whole words."""
    kept = ""
    for sentence in re.split(r"(?<=[.!?؟]) ", text):
        if len(kept) + len(sentence) + 1 > SEO_DESCRIPTION_LENGTH:
            break
        kept = f"{kept} {sentence}".strip()
    if len(kept) >= SEO_DESCRIPTION_LENGTH // 3:
        return kept
    return text[: SEO_DESCRIPTION_LENGTH - 1].rsplit(" ", 1)[0] + "…"
