import { formatMoney } from "@globalmarket/money";
import { Tile } from "@globalmarket/web/frame/tile";
import { writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import type { SegmentFilters } from "./filters";
import { readSizes } from "./reads";

/** How many customers each segment has, each the way to them. */
export async function SegmentSizes({ filters }: { filters: SegmentFilters }) {
  const t = await getTranslations("segments");
  const { locale } = await currentSite();
  const sizes = await readSizes(filters);
  return (
    <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-5">
      {sizes.map(({ segment, customers, spent }) => (
        <Tile
          key={segment}
          title={t(`names.${segment}`)}
          value={new Intl.NumberFormat(locale.tag).format(customers)}
          hint={<bdi>{formatMoney(spent, locale.tag)}</bdi>}
          href={`/${locale.tag}/customers/segments${writeFilters({ segment, currency: filters.currency })}`}
        />
      ))}
    </ul>
  );
}
