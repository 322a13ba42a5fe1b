import type { CatalogueTerm } from "@globalmarket/api";
import { languageName } from "@globalmarket/i18n";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { nameAttribute, renameTerm } from "./actions";
import { nameField, type Section } from "./kinds";

interface Props {
  section: Section;
  term: CatalogueTerm;
}

/** Calls a word otherwise, or makes it one with another. */
export async function RenameForm({ section, term }: Props) {
  const t = await getTranslations("terms");
  return (
    <Panel title={t("rename_title")} isNarrow>
      <p className="text-muted">{t("rename_hint")}</p>
      <FieldForm
        id="rename"
        action={renameTerm}
        submit={t("rename")}
        confirm={t("rename_confirm")}
        fields={[
          keyField(),
          { name: "section", type: "hidden", value: section },
          { name: "old", type: "hidden", value: term.text },
          { name: "count", type: "hidden", value: String(term.product_count) },
          { name: "new", label: t("new_name"), value: term.text, maxLength: 255, dir: "auto" },
          await reasonField(),
        ]}
      />
    </Panel>
  );
}

/** How the shop's filter of an option is called, in each language of the region. */
export async function NamesForm({ term }: Omit<Props, "section">) {
  const t = await getTranslations("terms");
  const { region } = await currentSite();
  return (
    <Panel title={t("names_title")} isNarrow>
      <p className="text-muted">{t("names_hint")}</p>
      <FieldForm
        id="names"
        action={nameAttribute}
        submit={t("save")}
        fields={[
          keyField(),
          { name: "attribute", type: "hidden", value: term.key },
          { name: "etag", type: "hidden", value: term.etag },
          ...region.languages.map((language) => ({
            name: nameField(language),
            label: languageName(language),
            optional: t("optional"),
            lang: language,
            dir: "auto" as const,
            maxLength: 100,
            value: term.names[language] ?? "",
          })),
        ]}
      />
    </Panel>
  );
}
