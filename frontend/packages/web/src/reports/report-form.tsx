import type { AnalyticsCatalogue } from "@globalmarket/api";
import { buttonClass } from "@globalmarket/ui/button";
import { SelectField, TextField } from "@globalmarket/ui/field";
import { getTranslations } from "next-intl/server";
import { LinkForm } from "../frame/link";
import { type AskedReport, COMPARISONS, INTERVALS } from "./asked";

interface Props {
  /** The page's address. */
  here: string;
  asked: AskedReport;
  reports: AnalyticsCatalogue["reports"];
}

/** Which report, over which days, compared with what; all of it stands in the address. */
export async function ReportForm({ here, asked, reports }: Props) {
  const t = await getTranslations("reports");
  const frame = await getTranslations("frame");
  return (
    <LinkForm key={JSON.stringify(asked)} action={here} role="search" className="flex flex-wrap items-end gap-3">
      <SelectField id="report" name="report" label={t("report")} defaultValue={asked.report}>
        {reports.map(({ code }) => (
          <option key={code} value={code}>
            {t(`names.${code}`)}
          </option>
        ))}
      </SelectField>
      <TextField id="since" name="since" type="date" label={t("since")} defaultValue={asked.since} />
      <TextField id="until" name="until" type="date" label={t("until")} defaultValue={asked.until} />
      <SelectField id="interval" name="interval" label={t("interval")} defaultValue={asked.interval ?? "day"}>
        {INTERVALS.map((one) => (
          <option key={one} value={one}>
            {t(`intervals.${one}`)}
          </option>
        ))}
      </SelectField>
      <SelectField id="compare" name="compare" label={t("compare")} defaultValue={asked.compare ?? ""}>
        <option value="">{t("compared_with_nothing")}</option>
        {COMPARISONS.map((one) => (
          <option key={one} value={one}>
            {t(`comparisons.${one}`)}
          </option>
        ))}
      </SelectField>
      {asked.vendor && <input type="hidden" name="vendor" value={asked.vendor} />}
      <button type="submit" className={buttonClass("secondary")}>
        {frame("show")}
      </button>
    </LinkForm>
  );
}
