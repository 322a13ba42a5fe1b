import type { AlertTrial, AnalyticsCatalogue } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { buttonClass } from "@globalmarket/ui/button";
import { DataTable } from "@globalmarket/ui/data-table";
import { SelectField, TextField } from "@globalmarket/ui/field";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { LinkForm } from "@globalmarket/web/frame/link";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { createAlert } from "./actions";
import { ruleSentence } from "./alert-table";
import { type AlertTerms, shownValue, typedThreshold } from "./alert-terms";

interface Props {
  /** The page's address. */
  here: string;
  /** What the fields hold, as it was typed. */
  typed: (name: string) => string;
  measures: AnalyticsCatalogue["measures"];
}

/** The terms of an alert; sending them tries it over the last thirty days. */
export async function TryForm({ here, typed, measures }: Props) {
  const t = await getTranslations("insights");
  const words = await getTranslations("reports");
  const { region } = await currentSite();
  return (
    <LinkForm action={here} className="flex flex-wrap items-end gap-3">
      <SelectField id="measure" name="measure" label={t("alerts.measure")} defaultValue={typed("measure") || "orders"}>
        {measures.map(({ code }) => (
          <option key={code} value={code}>
            {words(`measures.${code}`)}
          </option>
        ))}
      </SelectField>
      <SelectField
        id="condition"
        name="condition"
        label={t("alerts.condition")}
        defaultValue={typed("condition") || "below"}
      >
        <option value="below">{t("alerts.below")}</option>
        <option value="above">{t("alerts.above")}</option>
      </SelectField>
      <TextField
        id="threshold"
        name="threshold"
        label={t("alerts.threshold")}
        defaultValue={typed("threshold")}
        inputMode="decimal"
        required
        dir="ltr"
      />
      <SelectField
        id="currency"
        name="currency"
        label={t("alerts.currency")}
        defaultValue={typed("currency") || region.default_currency}
      >
        {region.currencies.map(({ code }) => (
          <option key={code} value={code}>
            {code}
          </option>
        ))}
      </SelectField>
      <TextField
        id="window_h"
        name="window_h"
        type="number"
        min={1}
        max={168}
        label={t("alerts.window")}
        defaultValue={typed("window_h") || "24"}
      />
      <TextField
        id="quiet_h"
        name="quiet_h"
        type="number"
        min={0}
        max={720}
        label={t("alerts.quiet")}
        defaultValue={typed("quiet_h") || "24"}
      />
      <button type="submit" className={buttonClass("secondary")}>
        {t("alerts.try")}
      </button>
    </LinkForm>
  );
}

/** What an alert with these terms would have fired for, and the form that makes it. */
export async function Trial({ terms, trial }: { terms: AlertTerms; trial: AlertTrial }) {
  const t = await getTranslations("insights");
  const { locale, region } = await currentSite();
  const sentence = await ruleSentence();
  return (
    <Panel title={sentence(terms)}>
      <p role="status">{t("alerts.would_have", { times: trial.fired })}</p>
      {trial.items.length > 0 && (
        <details>
          <summary className="py-2 underline underline-offset-4">{t("alerts.moments")}</summary>
          <DataTable
            caption={t("alerts.moments")}
            rows={trial.items}
            rowKey={({ until }) => until}
            columns={[
              { title: t("alerts.until"), cell: ({ until }) => formatTime(until, locale.tag, region.timezone) },
              {
                title: t("alerts.value"),
                isNumber: true,
                cell: ({ value }) => <bdi>{shownValue(value, terms.currency ?? "", locale.tag)}</bdi>,
              },
            ]}
          />
        </details>
      )}
      <FieldForm
        id="alert"
        action={createAlert}
        submit={t("alerts.create")}
        fields={[
          keyField(),
          ...Object.entries({
            ...terms,
            threshold: typedThreshold({ threshold: terms.threshold, currency: terms.currency ?? "" }),
          }).map(([name, value]) => ({
            name,
            type: "hidden" as const,
            value: String(value),
          })),
          { name: "name", label: t("alerts.name"), value: sentence(terms), maxLength: 100 },
        ]}
      />
    </Panel>
  );
}
