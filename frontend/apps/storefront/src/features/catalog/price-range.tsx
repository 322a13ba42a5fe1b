import type { Facet } from "@globalmarket/api";
import { decimal, type Money } from "@globalmarket/money";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import type { Filters } from "./filters";

interface Props {
  filters: Filters;
  facet: Facet;
  /** Of the currency, after the point. */
  digits: number;
}

/** The lowest and the highest price, as a person writes them. */
export async function PriceRange({ filters, facet, digits }: Props) {
  const t = await getTranslations("catalog");
  const { currency } = await currentShop();
  const step = digits ? `0.${"0".repeat(digits - 1)}1` : "1";
  const field = (name: "price_min" | "price_max", label: string, bound: Money | null) => {
    return (
      <label htmlFor={name} className="flex flex-1 flex-col gap-1 text-muted text-xs">
        {label}
        <input
          id={name}
          name={name}
          type="number"
          min="0"
          step={step}
          inputMode="decimal"
          defaultValue={filters.get(name)}
          placeholder={bound ? decimal(bound) : undefined}
          className="min-h-11 w-full min-w-0 rounded-lg border border-edge bg-surface px-2 text-ink text-sm"
        />
      </label>
    );
  };
  return (
    <fieldset>
      <legend className="mb-1 font-semibold text-sm">
        {facet.label} ({currency})
      </legend>
      <div className="flex gap-3">
        {field("price_min", t("price_lowest"), facet.lowest)}
        {field("price_max", t("price_highest"), facet.highest)}
      </div>
    </fieldset>
  );
}
