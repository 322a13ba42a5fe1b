import type { ReturnView } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { getTranslations } from "next-intl/server";
import { buyReturnLabel, voidReturnLabel } from "./actions";
import { BuyForms } from "./buy-forms";
import { Problem } from "./problem";
import { findReturnLabel, getCarrierAccount, optionsOfReturn } from "./reads";

const BEFORE_ARRIVAL: ReturnView["state"][] = ["requested", "approved"];

/** The label that is bought for a return, or the way to buy one; nothing where the vendor has no account at a carrier. */
export async function ReturnLabelPanel({ found, weight }: { found: ReturnView; weight: number }) {
  const t = await getTranslations("labels");
  const [account, label] = await Promise.all([getCarrierAccount(), findReturnLabel(found.id)]);
  const hidden = { name: "return", type: "hidden" as const, value: found.id };
  if (label) {
    return (
      <Panel title={t("return_title")} isNarrow>
        <p>
          {t(`states.${label.state}`)} · <bdi>{label.carrier || label.service}</bdi>{" "}
          <bdi dir="ltr">{label.tracking_number}</bdi>
        </p>
        <Problem problem={label.problem} />
        {label.state === "unknown" && <p className="text-sm">{t("unknown_hint")}</p>}
        {label.state === "bought" || label.state === "unknown" ? (
          <FieldForm
            id="void-return-label"
            action={voidReturnLabel}
            submit={t("void")}
            confirm={t("void_confirm")}
            look="danger"
            fields={[hidden, keyField()]}
          />
        ) : (
          <p className="text-muted text-sm">{t("under_way")}</p>
        )}
      </Panel>
    );
  }
  if (!account.is_connected || !BEFORE_ARRIVAL.includes(found.state)) return null;
  return (
    <Panel title={t("return_title")} isNarrow>
      <p className="text-muted">{t("return_hint")}</p>
      <BuyForms
        id="return-label"
        page={`/returns/${found.id}`}
        weight={weight}
        offered={weight ? await optionsOfReturn(found.id, weight) : undefined}
        action={buyReturnLabel}
        fields={[hidden]}
      />
    </Panel>
  );
}
