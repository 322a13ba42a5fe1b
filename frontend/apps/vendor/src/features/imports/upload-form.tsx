import { languageName } from "@globalmarket/i18n";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { uploadDraft } from "./draft-actions";

/** Where a file of products is chosen. What its columns mean is shown next, before anything is written. */
export async function UploadForm() {
  const t = await getTranslations("imports");
  const { region, locale } = await currentSite();
  return (
    <Panel title={t("upload_title")} isNarrow>
      <p className="text-muted">{t("upload_hint")}</p>
      <FieldForm
        id="import"
        action={uploadDraft}
        submit={t("start")}
        fields={[
          keyField(),
          { name: "file", type: "file", label: t("file"), accept: ".csv,.tsv,.txt" },
          {
            name: "language",
            type: "select",
            label: t("language"),
            value: locale.language,
            options: region.languages.map((code) => ({ value: code, label: languageName(code), lang: code })),
          },
          {
            name: "currency",
            type: "select",
            label: t("currency"),
            value: region.default_currency,
            options: region.currencies.map(({ code }) => ({ value: code, label: code })),
          },
        ]}
      />
      <p>
        <a href={`/${locale.tag}/imports/products`} className="underline underline-offset-4">
          {t("export")}
        </a>{" "}
        <span className="text-muted text-sm">{t("export_hint")}</span>
      </p>
    </Panel>
  );
}
