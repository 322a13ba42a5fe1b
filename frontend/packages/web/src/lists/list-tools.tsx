import { buttonClass } from "@globalmarket/ui/button";
import { Columns3, Download } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { LinkForm } from "../frame/link";
import { COLUMNS, chosenColumns } from "./columns";
import { writeFilters } from "./filters";
import type { ListColumn } from "./list";
import { SavedViews } from "./saved-views";
import type { Order } from "./sorting";

interface Props<Row> {
  /** The list's address without filters. */
  here: string;
  filters: Record<string, string | undefined>;
  /** All that the table has. */
  columns: ListColumn<Row>[];
  /** The keys of those that are shown, parted by points; undefined for all. */
  chosen: string | undefined;
  /** How the list is ordered: kept by every link. */
  order: Order;
  /** The list has filters, which are worth keeping under a name. */
  canSave: boolean;
}

const SUMMARY = "flex min-h-11 cursor-pointer items-center gap-2 rounded-lg px-3 hover:bg-sunken [&_svg]:size-4";

/** What can be done with a list as a whole: choose its columns, keep it under a name, take it along as a file. */
export async function ListTools<Row>({ here, filters, columns, chosen, order, canSave }: Props<Row>) {
  const t = await getTranslations("lists");
  const query = writeFilters({ ...filters, columns: chosen, ...order });
  return (
    <div className="no-print -my-3 flex flex-wrap items-start gap-x-2 text-sm">
      <details className="open:basis-full">
        <summary className={SUMMARY}>
          <Columns3 aria-hidden />
          {t("columns")}
        </summary>
        <ColumnForm here={here} filters={{ ...filters, ...order }} columns={columns} chosen={chosen} />
      </details>
      {canSave && (
        <SavedViews
          here={here}
          query={query}
          words={{
            title: t("views"),
            none: t("no_views"),
            name: t("view_name"),
            save: t("save_view"),
            remove: t("remove_view"),
            hint: t("views_hint"),
          }}
        />
      )}
      <a href={`${here}/csv${query}`} className={SUMMARY}>
        <Download aria-hidden />
        {t("csv")}
      </a>
    </div>
  );
}

async function ColumnForm<Row>({ here, filters, columns, chosen }: Omit<Props<Row>, "canSave" | "order">) {
  const t = await getTranslations("lists");
  const shown = new Set(chosenColumns(columns, chosen).map(({ key }) => key));
  return (
    <LinkForm
      key={chosen}
      action={here}
      scroll={false}
      className="flex flex-col gap-3 rounded-xl border border-line p-4"
    >
      {Object.entries(filters).map(
        ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
      )}
      <input type="hidden" name={COLUMNS} value={columns[0]?.key} />
      <fieldset className="flex flex-wrap gap-x-6">
        <legend className="sr-only">{t("columns")}</legend>
        {columns.map(({ key, title }, place) => (
          <label key={key} className="flex min-h-11 items-center gap-2">
            <input
              type="checkbox"
              name={COLUMNS}
              value={key}
              defaultChecked={shown.has(key)}
              disabled={place === 0}
              className="size-5 accent-brand"
            />
            {title}
          </label>
        ))}
      </fieldset>
      <button type="submit" className={buttonClass("secondary", "self-start")}>
        {t("show_columns")}
      </button>
    </LinkForm>
  );
}
