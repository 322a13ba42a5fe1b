import { buttonClass } from "@globalmarket/ui/button";
import { Notice } from "@globalmarket/ui/notice";
import { Link } from "@globalmarket/web/frame/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Seen } from "@/features/behaviour/seen";
import { Chips } from "./chips";
import { FilterPanel } from "./filter-panel";
import type { Filters } from "./filters";
import { NothingFound } from "./nothing-found";
import { ProductGrid } from "./product-grid";
import { listProducts } from "./reads";
import { SortForm } from "./sort-form";
import { Understood } from "./understood";

interface Props {
  /** The page's address without its query. */
  path: string;
  /** From the address. */
  filters: Filters;
  /** What the page itself says: its category, its vendor. */
  fixed?: Record<string, string[]>;
  /** What to show where nothing is found. */
  nothing?: ReactNode;
}

/** A list of products with its filters, all of it in the address: it works without scripts, can be shared, and is there again on "back". */
export async function Listing({ path, filters, fixed = {}, nothing }: Props) {
  const t = await getTranslations("catalog");
  const list = await listProducts(filters, fixed);
  const facets = list.facets.filter(
    ({ field, values }) => !(field in fixed) && (values.length > 1 || filters.get(field)),
  );
  const form = { path, filters, facets };
  const query = filters.get("q");
  const isFirstPage = !filters.get("cursor");
  return (
    <div className="flex flex-col gap-5">
      {query && isFirstPage && <Seen event={{ kind: "search", query, count: list.total }} />}
      {list.notice && <Notice kind="info">{list.notice.message}</Notice>}
      {list.did_you_mean && (
        <p>
          {t("did_you_mean")}{" "}
          <Link className="font-semibold underline" href={path + filters.with("q", list.did_you_mean).toQuery()}>
            {list.did_you_mean}
          </Link>
        </p>
      )}
      <div className="grid gap-x-10 gap-y-5 lg:grid-cols-[15rem_1fr]">
        <aside aria-label={t("filters")}>
          {/* Where there is room the filters are always open; a browser that cannot style what is closed keeps the fold. */}
          <details className="rounded-lg border border-line lg:border-0 lg:details-content:[content-visibility:visible]">
            <summary className="px-4 py-3 font-medium lg:supports-[selector(::details-content)]:hidden">
              {t("filters")}
            </summary>
            <div className="border-line border-t p-4 lg:border-0 lg:p-0">
              <FilterPanel {...form} />
            </div>
          </details>
        </aside>
        <div className="flex min-w-0 flex-col gap-5">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <div role="status">
              <h2 className="text-muted text-sm">{t("found", { count: list.total })}</h2>
            </div>
            <SortForm path={path} filters={filters} />
          </div>
          <Understood path={path} filters={filters} list={list} />
          <Chips {...form} />
          {list.items.length > 0 ? (
            <ProductGrid products={list.items} inView={4} query={query} hasPlaces={isFirstPage} />
          ) : (
            (nothing ?? <NothingFound path={path} filters={filters} fixed={fixed} />)
          )}
          {list.others.length > 0 && (
            <section aria-labelledby="others" className="mt-4 flex flex-col gap-4">
              <h2 id="others" className="font-semibold text-lg">
                {t("understood.others")}
              </h2>
              <ProductGrid products={list.others} hasPlaces={false} />
            </section>
          )}
          {list.next_cursor && (
            <Link
              className={buttonClass("secondary", "mt-4 self-center")}
              href={path + filters.with("cursor", list.next_cursor).toQuery()}
            >
              {t("next_page")}
            </Link>
          )}
        </div>
      </div>
    </div>
  );
}
