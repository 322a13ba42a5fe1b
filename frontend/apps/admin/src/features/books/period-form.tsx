import { buttonClass } from "@globalmarket/ui/button";
import { SelectField, TextField } from "@globalmarket/ui/field";
import { LinkForm } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import type { BooksPeriod } from "./period";

/** Which period of the books to show; it stands in the address. */
export async function PeriodForm({ here, period }: { here: string; period: BooksPeriod }) {
  const t = await getTranslations("books");
  const frame = await getTranslations("frame");
  const { region } = await currentSite();
  return (
    <LinkForm key={JSON.stringify(period)} action={here} role="search" className="flex flex-wrap items-end gap-3">
      <TextField id="since" name="since" type="date" label={t("since")} defaultValue={period.since} />
      <TextField id="until" name="until" type="date" label={t("until")} defaultValue={period.until} />
      <SelectField id="currency" name="currency" label={t("currency")} defaultValue={period.currency}>
        {region.currencies.map(({ code }) => (
          <option key={code}>{code}</option>
        ))}
      </SelectField>
      <button type="submit" className={buttonClass("secondary")}>
        {frame("show")}
      </button>
    </LinkForm>
  );
}
