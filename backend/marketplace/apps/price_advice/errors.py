"""What can go wrong with advice, changes and experiments of prices."""

from __future__ import annotations

from marketplace.kit.errors import Conflict, NotFound
from marketplace.kit.money import Money
from marketplace.kit.texts import Text


class AdviceNotFound(NotFound):
    """The vendor has no such advice."""

    code = "advice_not_found"
    title = "There is no such advice"


class AdviceOutdated(Conflict):
    """The price, the vendor's limits or what is known has changed since; ``state`` is the advice's present one."""

    code = "advice_outdated"
    title = "This advice no longer fits: load the list again"

    def __init__(self, *, state: str) -> None:
        super().__init__(state=state)


class PriceOutsideLimits(Conflict):
    """``limit`` says which of the vendor's own limits forbids the price: floor, ceiling, step or changes_per_day."""

    code = "price_outside_limits"
    title = "Your own limits do not allow this price now"

    def __init__(self, *, limit: str) -> None:
        super().__init__(limit=limit)


class PriceAdviceOff(Conflict):
    code = "price_advice_off"
    title = "This marketplace gives no advice on prices now"


class AutomationStopped(Conflict):
    """By the vendor, or by the region's switch."""

    code = "price_automation_stopped"
    title = "Prices do not change by themselves now"


class ChangeNotFound(NotFound):
    code = "price_change_not_found"
    title = "There is no such change of a price"


class ChangeNotUndoable(Conflict):
    """Another change came after it, or it does not hold."""

    code = "price_change_not_undoable"
    title = "This change can no longer be taken back"


class ChangeUnderWay(Conflict):
    code = "price_change_under_way"
    title = "Another change of this price is under way"


class ExperimentNotFound(NotFound):
    code = "price_experiment_not_found"
    title = "There is no such experiment"


class ExperimentUnderWay(Conflict):
    code = "price_experiment_under_way"
    title = "An experiment with this price is under way"


class TooManyExperiments(Conflict):
    code = "too_many_price_experiments"
    title = "Too many of your experiments are under way"


class TooManyRules(Conflict):
    code = "too_many_price_rules"
    title = "You have too many rules of prices: remove some"


class NoLimits(Conflict):
    """What tries prices needs the least and the highest one that the vendor allows."""

    code = "price_limits_missing"
    title = "Set the least and the highest price of this variant first"


class NotPriced(Conflict):
    """The variant is not offered to customers in the region's own currency. ``price`` is what it has."""

    code = "variant_not_priced"
    title = "This variant is not for sale in the currency of this marketplace"

    def __init__(self, *, price: Money | None = None) -> None:
        super().__init__(Text("Publish it with a price first."), price=price)
