import { Panel } from "@globalmarket/web/frame/panel";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { PricesFrame } from "@/features/prices/prices-frame";
import { getAutomation, getRule, listRules } from "@/features/prices/reads";
import { OwnRule, RuleForm, StopForm } from "@/features/prices/rule-forms";
import { listCategoryChoices } from "@/features/products/categories";

type Props = PageProps<"/[locale]/prices/rules">;

/** The category or product for which a rule is to be set. */
const SCOPE = { scope: { kind: "text", most: 40 } } as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("prices");
  return { title: t("parts.rules") };
}

export default async function PriceRulesPage({ searchParams }: Props) {
  const t = await getTranslations("prices");
  const { locale } = await currentSite();
  const { scope } = readFilters(await searchParams, SCOPE);
  return (
    <Gate path="/prices/rules" right="set_prices">
      {async () => {
        const [automation, { everything, others }, categories] = await Promise.all([
          getAutomation(),
          listRules(),
          listCategoryChoices(),
        ]);
        const names = new Map(categories.map(({ value, label }) => [value, label]));
        const chosen = scope && !others.some((one) => one.scope === scope) ? await getRule(scope) : null;
        return (
          <PricesFrame part="rules">
            <StopForm automation={automation} />
            <Panel title={t("rule_everything")} isNarrow>
              <RuleForm id="everything" rule={everything} />
            </Panel>
            <Panel title={t("rule_narrow")} isNarrow>
              <p className="text-muted">{t("rule_narrow_hint")}</p>
              <FilterForm
                here={`/${locale.tag}/prices/rules`}
                chosen={{ ...(scope && { scope }) }}
                fields={[{ name: "scope", type: "select", label: t("category"), options: categories }]}
              />
              {chosen && <RuleForm id={chosen.scope} rule={chosen} />}
              {others.map((rule) => (
                <OwnRule key={rule.scope} rule={rule} name={names.get(rule.scope) ?? rule.scope} />
              ))}
            </Panel>
          </PricesFrame>
        );
      }}
    </Gate>
  );
}
