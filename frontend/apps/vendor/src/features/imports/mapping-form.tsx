import type { ImportPreview } from "@globalmarket/api";
import { Button } from "@globalmarket/ui/button";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { getTranslations } from "next-intl/server";
import { importDraft } from "./draft-actions";
import { fieldNames } from "./field-names";
import { choicesOf, chosenOf } from "./mapping";

/** What each of the file's columns is read as, to be changed; then the file is looked at again, tried or imported. */
export async function MappingForm({ preview }: { preview: ImportPreview }) {
  const t = await getTranslations("imports");
  const nameOf = await fieldNames();
  const fields = preview.columns.flatMap((column, place): FieldSpec[] => [
    { name: `name.${place}`, type: "hidden", value: column.name },
    { name: `usual.${place}`, type: "hidden", value: column.usual_field },
    {
      name: `field.${place}`,
      type: "select",
      label: column.name,
      hint: column.samples.length ? <bdi>{column.samples.join(" · ")}</bdi> : t("map.empty"),
      value: chosenOf(column, preview.fields),
      options: choicesOf(column, preview.fields).map((value) => ({ value, label: nameOf(value) })),
      group: `${place}`,
    },
  ]);
  return (
    <Panel title={t("map.title")}>
      <p className="text-muted">{t(preview.is_remembered ? "map.remembered" : "map.hint")}</p>
      <FieldForm
        id="map"
        action={importDraft}
        submit={t("map.start")}
        fields={[
          keyField(),
          { name: "draft", type: "hidden", value: preview.draft.id },
          ...fields,
          { name: "dry_run", type: "checkbox", label: t("dry_run"), value: "on" },
        ]}
      >
        <Button type="submit" name="intent" value="look" look="secondary" className="self-start">
          {t("map.look")}
        </Button>
      </FieldForm>
    </Panel>
  );
}
