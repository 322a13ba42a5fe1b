import type { CommissionPlan, PlanVersion, StaffOrderSummary } from "@globalmarket/api";
import { formatDay } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { Button } from "@globalmarket/ui/button";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Fold } from "@globalmarket/web/frame/fold";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { percentText } from "@/features/money/percent";
import { setCommissionPlan } from "./actions";
import { listCategories } from "./categories";
import { amountField, CATEGORY, PLAN_AMOUNTS, planFields } from "./commission";
import { PREVIEW } from "./plan-preview";
import type { PlanAsSeen } from "./reads";

/** What the marketplace keeps of each sale of the vendor. */
export async function Commission({ version }: { version: PlanVersion }) {
  const t = await getTranslations("vendors");
  const { locale, region } = await currentSite();
  return (
    <Panel title={t("commission")}>
      <FactList facts={await planFacts(version.plan)} />
      <p className="text-muted text-sm">
        {t("plan_since", {
          day: formatDay(version.valid_from, locale.tag, region.timezone),
          version: version.plan.version,
        })}{" "}
        <bdi>{version.reason}</bdi>
      </p>
    </Panel>
  );
}

interface ChangeProps {
  vendorId: string;
  seen: PlanAsSeen;
  from: string;
  /** The vendor's last orders, to try the terms on. */
  sales: StaffOrderSummary[];
}

/** The form for the next version of the plan, and the versions before the present one. */
export async function ChangeCommission({ vendorId, seen: { detail, etag }, from, sales }: ChangeProps) {
  const t = await getTranslations("vendors");
  const { locale, region } = await currentSite();
  const currencies = region.currencies.map(({ code }) => code);
  const values = planFields(detail.plan, currencies);
  const amounts = currencies.flatMap((currency) =>
    PLAN_AMOUNTS.map(
      (name): FieldSpec => ({
        name: amountField(name, currency),
        label: `${t(`plan.${name}`)} · ${currency}`,
        optional: t("optional"),
        dir: "ltr",
        group: currency,
        maxLength: 15,
      }),
    ),
  );
  const categories = await listCategories();
  const names = new Map(categories.map(({ id, name }) => [id, name]));
  const shared = { dir: "ltr", maxLength: 6, optional: t("optional"), group: "categories" } as const;
  const fields: FieldSpec[] = [
    { name: "percent", label: t("plan.percent"), dir: "ltr", maxLength: 6 },
    ...amounts,
    ...Object.keys(detail.plan.category_overrides).map((id) => ({
      ...shared,
      name: CATEGORY + id,
      label: t("plan.of_category", { category: names.get(id) ?? id }),
    })),
    {
      name: "new_category",
      type: "select",
      label: t("plan.new_category"),
      group: "categories",
      options: [{ value: "", label: "–" }, ...categories.map(({ id, name }) => ({ value: id, label: name }))],
    },
    { ...shared, name: "new_percent", label: t("plan.new_percent") },
  ];
  return (
    <Fold title={t("change_plan")} hint={t("change_plan_hint")}>
      <FieldForm
        id="plan"
        action={setCommissionPlan}
        submit={t("set_plan")}
        confirm={t("confirm_plan")}
        fields={[
          { name: "vendor", type: "hidden", value: vendorId },
          { name: "etag", type: "hidden", value: etag },
          { name: "from", type: "hidden", value: from },
          keyField(),
          ...fields.map((field) => ({ ...field, value: values[field.name] ?? "" })),
          saleField(sales, t),
          { ...(await reasonField()), group: "reason" },
        ]}
      >
        <Button type="submit" name="intent" value={PREVIEW} look="secondary" className="self-start">
          {t("preview.try")}
        </Button>
      </FieldForm>
      {detail.history.length > 0 && (
        <>
          <h3 className="font-semibold">{t("plans_before")}</h3>
          <ul className="flex flex-col gap-2 text-sm">
            {detail.history.map(({ plan, valid_from, reason }) => (
              <li key={plan.version}>
                {percentText(plan.percent_bp, locale.tag)} ·{" "}
                {t("plan_since", {
                  day: formatDay(valid_from, locale.tag, region.timezone),
                  version: plan.version,
                })}{" "}
                <bdi className="text-muted">{reason}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
    </Fold>
  );
}

type Words = Awaited<ReturnType<typeof getTranslations<"vendors">>>;

/** The order that the terms are tried on; all of the last ones unless one is chosen. */
function saleField(sales: StaffOrderSummary[], t: Words): FieldSpec {
  return {
    name: "sale",
    type: "select",
    label: t("preview.sale"),
    hint: t("preview.hint"),
    group: "reason",
    options: [
      { value: "", label: t("preview.last") },
      ...sales.map(({ id, number }) => ({ value: id, label: number })),
    ],
  };
}

async function planFacts(plan: CommissionPlan) {
  const t = await getTranslations("vendors");
  const { locale } = await currentSite();
  const amounts = PLAN_AMOUNTS.flatMap((name) =>
    Object.entries(plan[name]).map(([currency, minor]) => ({
      name: `${t(`plan.${name}`)} · ${currency}`,
      value: formatMoney({ minor, currency }, locale.tag),
    })),
  );
  const overrides = Object.keys(plan.category_overrides).length;
  return [
    { name: t("plan.percent_short"), value: percentText(plan.percent_bp, locale.tag), isStrong: true },
    ...amounts,
    ...(overrides ? [{ name: t("plan.overrides"), value: t("plan.categories", { count: overrides }) }] : []),
  ];
}
