import { languageName } from "@globalmarket/i18n";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { saveBoosts, savePins, saveSynonyms } from "./actions";
import { pinLines, synonymLines } from "./lines";
import { getBoosts, getPins, getSynonyms } from "./reads";

/** Words that find each other, in each language. */
export async function Synonyms() {
  const t = await getTranslations("search");
  const { region } = await currentSite();
  const { part, etag } = await getSynonyms();
  const fields: FieldSpec[] = region.languages.map((language) => ({
    name: `lines.${language}`,
    type: "textarea",
    label: languageName(language),
    value: synonymLines(part.groups, language),
    lang: language,
    dir: "auto",
    optional: t("optional"),
  }));
  return (
    <Panel title={t("synonyms")} isNarrow>
      <p className="text-muted text-sm">{t("synonyms_hint")}</p>
      <FieldForm
        id="synonyms"
        action={saveSynonyms}
        submit={t("save_synonyms")}
        fields={[{ name: "etag", type: "hidden", value: etag }, ...fields]}
      />
    </Panel>
  );
}

/** Products that come first for a query. */
export async function Pins() {
  const t = await getTranslations("search");
  const { part, etag } = await getPins();
  return (
    <Panel title={t("pins")} isNarrow>
      <p className="text-muted text-sm">{t("pins_hint")}</p>
      <FieldForm
        id="pins"
        action={savePins}
        submit={t("save_pins")}
        fields={[
          { name: "etag", type: "hidden", value: etag },
          {
            name: "queries",
            type: "textarea",
            label: t("queries"),
            value: pinLines(part.queries),
            dir: "ltr",
            optional: t("optional"),
          },
        ]}
      />
    </Panel>
  );
}

/** How far what is in stock, sold or rated well may rise. */
export async function Boosts() {
  const t = await getTranslations("search");
  const { part, etag } = await getBoosts();
  const field = (name: "in_stock" | "sold" | "sold_half_at" | "rated", max: number): FieldSpec => ({
    name,
    type: "number",
    label: t(`boost.${name}`),
    value: String(part[name]),
    min: name === "sold_half_at" ? 1 : 0,
    max,
  });
  return (
    <Panel title={t("boosts")} isNarrow>
      <p className="text-muted text-sm">{t("boosts_hint")}</p>
      <FieldForm
        id="boosts"
        action={saveBoosts}
        submit={t("save_boosts")}
        fields={[
          { name: "etag", type: "hidden", value: etag },
          field("in_stock", 1000),
          field("sold", 1000),
          field("sold_half_at", 1_000_000),
          field("rated", 1000),
        ]}
      />
    </Panel>
  );
}
