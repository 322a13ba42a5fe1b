import { buttonClass } from "@globalmarket/ui/button";
import { SelectField, TextField } from "@globalmarket/ui/field";
import { Link, LinkForm } from "@globalmarket/web/frame/link";
import { getTranslations } from "next-intl/server";
import { ORDER_STATES, type OrderFilters, UNSENT } from "./filters";

interface Props {
  /** The list's address without filters. */
  here: string;
  filters: OrderFilters;
}

/** Narrows the list of orders. The filters stand in the address, so the way back keeps them. */
export async function FilterForm({ here, filters }: Props) {
  const t = await getTranslations("orders");
  return (
    <LinkForm key={JSON.stringify(filters)} action={here} role="search" className="flex flex-wrap items-end gap-3">
      <TextField id="q" name="q" label={t("find")} defaultValue={filters.q} className="min-w-56 flex-1" />
      <SelectField id="state" name="state" label={t("state")} defaultValue={filters.state ?? ""}>
        <option value="">{t("all_states")}</option>
        <option value={UNSENT}>{t("unsent")}</option>
        {ORDER_STATES.map((state) => (
          <option key={state} value={state}>
            {t(`states.${state}`)}
          </option>
        ))}
      </SelectField>
      <TextField
        id="placed_from"
        name="placed_from"
        type="date"
        label={t("placed_from")}
        defaultValue={filters.placed_from}
      />
      <TextField id="placed_to" name="placed_to" type="date" label={t("placed_to")} defaultValue={filters.placed_to} />
      <button type="submit" className={buttonClass("secondary")}>
        {t("show")}
      </button>
      {Object.keys(filters).length > 0 && (
        <Link href={here} className={buttonClass("quiet")}>
          {t("clear")}
        </Link>
      )}
    </LinkForm>
  );
}
