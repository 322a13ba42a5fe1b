import type { ImportView, ProblemView } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { getTranslations } from "next-intl/server";
import { mendImport } from "./actions";
import { hasLines, hasLongOnes, mendable } from "./mending";

/** The cells that are wrong, to be mended where they are shown; the file is then sent again with them. */
export async function MendForm({ found, problems }: { found: ImportView; problems: ProblemView[] }) {
  const t = await getTranslations("imports");
  const cells = mendable(problems);
  if (!cells.length || (found.state !== "completed" && found.state !== "failed")) return null;
  const fields = cells.flatMap(({ row, column, handle, value, message }, place): FieldSpec[] => [
    { name: `row.${place}`, type: "hidden", value: String(row) },
    { name: `column.${place}`, type: "hidden", value: column },
    { name: `was.${place}`, type: "hidden", value },
    {
      name: `cell.${place}`,
      type: hasLines(value) ? "textarea" : "text",
      label: t("mend.cell", { row, column, handle }),
      hint: message,
      value,
      optional: t("mend.optional"),
      group: `${row}`,
    },
  ]);
  return (
    <Panel title={t("mend.title")}>
      <p className="text-muted">{t("mend.hint")}</p>
      {hasLongOnes(problems) && <p className="text-muted">{t("mend.long")}</p>}
      <FieldForm
        id="mend"
        action={mendImport}
        submit={t("mend.send")}
        fields={[
          keyField(),
          { name: "import", type: "hidden", value: found.id },
          ...fields,
          { name: "dry_run", type: "checkbox", label: t("dry_run"), value: found.dry_run ? "on" : "" },
        ]}
      />
    </Panel>
  );
}
