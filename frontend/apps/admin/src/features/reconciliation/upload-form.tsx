import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { getTranslations } from "next-intl/server";
import { uploadReport } from "./actions";
import { REPORT_FORMATS } from "./filters";

/** A provider's report or the bank's statement, to be compared with the books. */
export async function UploadForm() {
  const t = await getTranslations("reconciliation");
  const forms = await getTranslations("forms");
  return (
    <Panel title={t("upload_title")} isNarrow>
      <p className="text-muted">{t("upload_hint")}</p>
      <FieldForm
        id="report"
        action={uploadReport}
        submit={t("upload")}
        fields={[
          keyField(),
          {
            name: "format",
            type: "select",
            label: t("format"),
            value: REPORT_FORMATS[0],
            options: REPORT_FORMATS.map((value) => ({ value, label: t(`formats.${value}`) })),
          },
          {
            name: "provider",
            label: t("provider"),
            hint: t("provider_hint"),
            optional: forms("optional"),
            dir: "ltr",
            maxLength: 30,
          },
          { name: "file", type: "file", label: t("file"), accept: ".csv,.xml,.txt" },
        ]}
      />
    </Panel>
  );
}
