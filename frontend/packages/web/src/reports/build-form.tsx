import type { AnalyticsCatalogue } from "@globalmarket/api";
import { buttonClass } from "@globalmarket/ui/button";
import { SelectField, TextField } from "@globalmarket/ui/field";
import { getTranslations } from "next-intl/server";
import { LinkForm } from "../frame/link";
import { currentSite } from "../server/site";
import { type BuiltReport, COMPARISONS, INTERVALS } from "./asked";

interface Props {
  /** The page's address. */
  here: string;
  built: BuiltReport | undefined;
  catalogue: AnalyticsCatalogue;
}

/** Puts a report together: what is counted, by what it is parted, which rows, which days, compared with what. It works without scripts. */
export async function BuildForm({ here, built, catalogue: { measures } }: Props) {
  const t = await getTranslations("reports");
  const { region } = await currentSite();
  const chosen = built?.measures.split(",") ?? [];
  const [first = "", second = ""] = built?.by?.split(",") ?? [];
  const dimensions = [...new Set(measures.flatMap((one) => one.dimensions))].toSorted();
  const by = (name: string, label: string, value: string) => (
    <SelectField id={name} name="by" label={label} defaultValue={value}>
      <option value="">{t("build.nothing")}</option>
      {dimensions.map((one) => (
        <option key={one} value={one}>
          {t(`dimensions.${one}`)}
        </option>
      ))}
    </SelectField>
  );
  return (
    <LinkForm key={JSON.stringify(built)} action={here} role="search" className="flex flex-col gap-5">
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-2 font-medium text-sm">{t("build.measures")}</legend>
        <div className="grid gap-x-6 sm:grid-cols-2 lg:grid-cols-4">
          {measures.map(({ code }) => (
            <label key={code} htmlFor={`measure-${code}`} className="flex min-h-11 items-center gap-3">
              <input
                id={`measure-${code}`}
                name="measures"
                type="checkbox"
                value={code}
                defaultChecked={chosen.includes(code)}
                className="size-5 shrink-0 accent-brand"
              />
              {t(`measures.${code}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="flex flex-wrap items-end gap-3">
        {by("by-1", t("build.by"), first)}
        {by("by-2", t("build.then_by"), second)}
        <SelectField id="interval" name="interval" label={t("interval")} defaultValue={built?.interval ?? ""}>
          <option value="">{t("build.no_interval")}</option>
          {INTERVALS.map((one) => (
            <option key={one} value={one}>
              {t(`intervals.${one}`)}
            </option>
          ))}
        </SelectField>
        <TextField id="since" name="since" type="date" label={t("since")} defaultValue={built?.since} />
        <TextField id="until" name="until" type="date" label={t("until")} defaultValue={built?.until} />
        <SelectField id="compare" name="compare" label={t("compare")} defaultValue={built?.compare ?? ""}>
          <option value="">{t("compared_with_nothing")}</option>
          {COMPARISONS.map((one) => (
            <option key={one} value={one}>
              {t(`comparisons.${one}`)}
            </option>
          ))}
        </SelectField>
      </div>
      <fieldset className="flex flex-wrap items-end gap-3">
        <legend className="mb-2 font-medium text-sm">{t("build.rows")}</legend>
        <TextField
          id="country"
          name="country"
          label={t("build.country")}
          defaultValue={built?.country}
          maxLength={2}
          placeholder="NL"
          dir="ltr"
        />
        <SelectField
          id="currency"
          name="currency"
          label={t("dimensions.currency")}
          defaultValue={built?.currency ?? ""}
        >
          <option value="">{t("build.all")}</option>
          {region.currencies.map(({ code }) => (
            <option key={code} value={code}>
              {code}
            </option>
          ))}
        </SelectField>
        <TextField
          id="product"
          name="product"
          label={t("build.product_id")}
          defaultValue={built?.product}
          placeholder="prod_…"
          dir="ltr"
        />
        {dimensions.includes("vendor") && (
          <TextField
            id="vendor"
            name="vendor"
            label={t("build.vendor_id")}
            defaultValue={built?.vendor}
            placeholder="ven_…"
            dir="ltr"
          />
        )}
      </fieldset>
      <button type="submit" className={`${buttonClass("primary")} self-start`}>
        {t("build.show")}
      </button>
    </LinkForm>
  );
}
