import msgspec

from marketplace.kit.money import Money
from marketplace.kit.texts import Text


def shouted(text: Text) -> str:
    return text.render(translate=str.upper, write=lambda value: f"<{value}>")


def test_a_text_is_its_english_sentence():
    text = Text("At most {limit} of {items} for {price}", limit=9, items=("cups", "mugs"), price=Money(1999, "EUR"))

    assert str(text) == "At most 9 of cups, mugs for 19.99 EUR"


def test_braces_of_a_text_without_values_are_its_own():
    assert str(Text('"{x}" is not a choice')) == '"{x}" is not a choice'


def test_template_and_values_are_compared_both():
    assert Text("At most {LIMIT}", LIMIT=9).render(translate=str.upper, write=lambda value: f"<{value}>") == "AT MOST <9>"


def test_a_text_inside_another_is_translated_too():
    assert shouted(Text("IT IS {STATE}", STATE=Text("closed"))) == "IT IS CLOSED"


def test_what_a_value_holds_is_not_taken_for_a_template():
    assert str(Text("Not {word}", word="{limit}")) == "Not {limit}"


def test_a_text_is_kept_as_plain_data_and_comes_back_the_same():
    text = Text("At most {limit} of {items}: {reason}", limit=9, items=("cups", "mugs"), reason=Text("In {town}", town="Ghent"))

    kept = msgspec.json.decode(msgspec.json.encode(text.as_data()))

    assert str(Text.of_data(kept)) == "At most 9 of cups, mugs: In Ghent"
    assert Text.of_data(kept).template == text.template
    assert Text.of_data(kept).values["reason"] == Text("In {town}", town="Ghent")


def test_a_value_without_a_form_in_json_is_kept_in_english():
    assert str(Text.of_data(Text("For {price}", price=Money(1999, "EUR")).as_data())) == "For 19.99 EUR"


def test_the_same_text_with_other_values_is_another():
    assert Text("At most {limit}", limit=9) == Text("At most {limit}", limit=9)
    assert Text("At most {limit}", limit=9) != Text("At most {limit}", limit=8)
    assert len({Text("At most {limit}", limit=9), Text("At most {limit}", limit=9)}) == 1
