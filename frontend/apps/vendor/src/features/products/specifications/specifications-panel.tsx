import { languageName } from "@globalmarket/i18n";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import type { Version } from "../reads";
import { listSuggestions } from "./reads";
import { KINDS, nameIn, rowLike, rowOf } from "./rows";
import { SpecificationForm } from "./specification-form";

const ASKED = 8; // names of the category that the form asks for; more are suggested while typing

/** What the product is in single respects, and what others of its category say of theirs. */
export async function SpecificationsPanel({ version: { product } }: { version: Version }) {
  const t = await getTranslations("products");
  const { locale, region } = await currentSite();
  const suggestions = await listSuggestions(product.category_id);
  const main = region.languages.includes(locale.language) ? locale.language : region.default_language;
  return (
    <Panel title={t("specifications.title")}>
      <p className="max-w-prose text-muted text-sm">{t("specifications.hint")}</p>
      <SpecificationForm
        productId={product.id}
        stored={product.specifications.map(rowOf)}
        asked={suggestions.slice(0, ASKED).map(rowLike)}
        suggested={suggestions.map((one) => ({
          name: nameIn(one, main),
          values: one.values.map((value) => value[main] || Object.values(value)[0] || ""),
          units: one.units,
        }))}
        main={main}
        keyLanguage={region.default_language}
        others={region.languages.filter((code) => code !== main).map((code) => ({ code, name: languageName(code) }))}
        words={{
          name: t("specifications.name"),
          kind: t("specifications.kind"),
          kinds: KINDS.map((kind) => ({ value: kind, label: t(`specifications.kinds.${kind}`) })),
          value: t("specifications.value"),
          number: t("specifications.number"),
          unit: t("specifications.unit"),
          yes: t("specifications.yes"),
          no: t("specifications.no"),
          unsaid: t("specifications.unsaid"),
          others: t("specifications.others"),
          add: t("specifications.add"),
          save: t("specifications.save"),
          optional: t("optional"),
        }}
        draft={{ found: t("draft.found"), restore: t("draft.restore"), discard: t("draft.discard") }}
      />
    </Panel>
  );
}
