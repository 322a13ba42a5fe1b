"""What things are for, found by their names and guessed from a need."""

from __future__ import annotations

from marketplace.foundation.search.purposes import Guess, Purposes
from marketplace.foundation.search.stopwords import bare
from marketplace.foundation.search.synonyms import Synonyms

SHOP = Purposes(
    [
        Synonyms(("wake up in the morning",), ("coffee",)),
        Synonyms(("brew fresh coffee without a machine", "coffee on holiday"), ("coffee press",)),
        Synonyms(("watch birds in the morning", "give birds a home"), ("nest box", "birdhouse")),
        Synonyms(("Holzspielzeug für Kinder",), ("Bauklötze",)),
    ]
)


class TestNeeds:
    def test_are_those_of_the_longest_name(self) -> None:
        assert SHOP.needs_for("Lisboa coffee press in glass") == ("brew fresh coffee without a machine", "coffee on holiday")
        assert SHOP.needs_for("Yirgacheffe coffee") == ("wake up in the morning",)

    def test_are_found_under_every_name_in_any_common_form(self) -> None:
        assert SHOP.needs_for("Nest boxes") == SHOP.needs_for("Oak birdhouse") == ("watch birds in the morning", "give birds a home")

    def test_are_those_of_the_name_as_written_before_another_form(self) -> None:
        shop = Purposes([Synonyms(("Suppe",), ("Schale",)), Synonyms(("warmer Hals",), ("Schal",))])

        assert shop.needs_for("Schale Laguna") == ("Suppe",)
        assert shop.needs_for("Schal Rhône") == ("warmer Hals",)

    def test_are_those_of_what_is_named_first(self) -> None:
        assert SHOP.needs_for("Birdhouse out of coffee sacks") == SHOP.needs_for("birdhouse")

    def test_of_other_things_are_not_known(self) -> None:
        assert SHOP.needs_for("Bicycle") == SHOP.needs_for("") == ()


class TestGuess:
    def test_is_led_by_the_rarest_words(self) -> None:
        guess = SHOP.guess("something for the birds in the morning")

        assert guess.names == ("nest box", "coffee")
        assert guess.share == 1

    def test_says_how_much_of_the_question_speaks_for_it(self) -> None:
        assert 0 < SHOP.guess("birds of Patagonia").share < SHOP.guess("birds").share == 1

    def test_takes_words_in_any_common_form(self) -> None:
        assert SHOP.guess("Kind mit Holzspielzeug").names == ("Bauklötze",)

    def test_is_nothing_where_no_word_is_known(self) -> None:
        assert SHOP.guess("bicycle") == SHOP.guess("?") == SHOP.guess("what is it for") == Guess()


class TestBare:
    def test_leaves_out_what_a_wish_is_wrapped_in(self) -> None:
        assert bare("I am looking for something to slice Tomatoes with") == "slice Tomatoes"
        assert bare("Ich möchte etwas für den Garten") == "Garten"
        assert bare("أريد شيئا لـ المطبخ") == "المطبخ"

    def test_keeps_a_question_that_is_nothing_else(self) -> None:
        assert bare("what is it for") == "what is it for"
        assert bare("") == ""
