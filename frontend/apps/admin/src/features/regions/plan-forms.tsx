import type { RegionPlan } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { Panel } from "@globalmarket/web/frame/panel";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { changePlan, decidePlan } from "./actions";
import { descriptionFields } from "./fields";

/** Opens a planned region once all is there, changes its description, or takes it back. */
export async function PlanForms({ plan }: { plan: RegionPlan }) {
  const t = await getTranslations("regions");
  const slug = { name: "slug", type: "hidden" as const, value: plan.slug };
  const step = async (name: "open" | "withdraw") => [
    keyField(),
    slug,
    { name: "etag", type: "hidden" as const, value: plan.etag },
    { name: "step", type: "hidden" as const, value: name },
    await reasonField(),
  ];
  return (
    <>
      {plan.can_open && (
        <Panel title={t("open_title")} isNarrow>
          <p className="text-muted">{t("open_hint")}</p>
          <FieldForm
            id="open"
            action={decidePlan}
            submit={t("open")}
            confirm={t("open_confirm")}
            fields={await step("open")}
          />
        </Panel>
      )}
      <Fold title={t("change_title")} hint={t("change_hint")}>
        <FieldForm
          id="describe"
          action={changePlan}
          submit={t("change")}
          confirm={t("change_confirm")}
          fields={[slug, ...(await descriptionFields(plan))]}
        />
      </Fold>
      <Fold title={t("withdraw_title")} hint={t("withdraw_hint")}>
        <FieldForm
          id="withdraw"
          action={decidePlan}
          submit={t("withdraw")}
          confirm={t("withdraw_confirm")}
          look="danger"
          fields={await step("withdraw")}
        />
      </Fold>
    </>
  );
}
