import type { Facet } from "@globalmarket/api";
import { countryName } from "@globalmarket/i18n";
import { currencyDigits } from "@globalmarket/money";
import { Button } from "@globalmarket/ui/button";
import { LinkForm } from "@globalmarket/web/frame/link";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { ApplyAtOnce } from "./apply-at-once";
import { type Filters, SWITCHES } from "./filters";
import { PriceRange } from "./price-range";

const SHOWN = 8;

interface Props {
  path: string;
  filters: Filters;
  facets: Facet[];
}

/** The ways to narrow a list, with how many products each would leave. A form, so that it works without scripts. */
export async function FilterPanel({ path, filters, facets }: Props) {
  const t = await getTranslations("catalog");
  const { locale, currency } = await currentShop();
  const country = countryName(locale.country, locale.language);
  return (
    <LinkForm action={path} scroll={false} className="flex flex-col gap-6">
      {["q", "exact", "sort"].map((name) => {
        const value = filters.get(name);
        return value && <input key={name} type="hidden" name={name} value={value} />;
      })}
      <div className="flex flex-col">
        {SWITCHES.map((name) => (
          <label key={name} className="flex min-h-9 items-center gap-2.5 text-sm">
            <input
              type="checkbox"
              name={name}
              value="true"
              defaultChecked={filters.has(name, "true")}
              className="size-4.5 accent-brand"
            />
            {t(`${name}_only`, { country })}
          </label>
        ))}
      </div>
      {facets.map((facet) =>
        facet.field === "price" ? (
          <PriceRange key={facet.field} filters={filters} facet={facet} digits={currencyDigits(currency)} />
        ) : (
          <FacetGroup key={facet.field} facet={facet} filters={filters} more={t("more")} />
        ),
      )}
      <Button type="submit" look="secondary">
        {t("apply_filters")}
      </Button>
      <ApplyAtOnce />
    </LinkForm>
  );
}

function FacetGroup({ facet, filters, more }: { facet: Facet; filters: Filters; more: string }) {
  const isChosen = (value: string) => filters.has(facet.field, value);
  const chosenFirst = [...facet.values].sort(
    (one, other) => Number(isChosen(other.value)) - Number(isChosen(one.value)),
  );
  const [shown, rest] = [chosenFirst.slice(0, SHOWN), chosenFirst.slice(SHOWN)];
  const option = ({ value, label, count }: Facet["values"][number]) => (
    <label key={value} className="flex min-h-9 items-center gap-2.5 text-sm">
      <input
        type="checkbox"
        name={facet.field}
        value={value}
        defaultChecked={isChosen(value)}
        className="size-4.5 accent-brand"
      />
      <span className="min-w-0 flex-1">{label}</span>
      <span className="text-muted tabular-nums">{count}</span>
    </label>
  );
  return (
    <fieldset className="flex flex-col">
      <legend className="mb-1 font-semibold text-sm">{facet.label}</legend>
      {shown.map(option)}
      {rest.length > 0 && (
        <details>
          <summary className="py-1.5 text-muted text-sm">{more}</summary>
          {rest.map(option)}
        </details>
      )}
    </fieldset>
  );
}
