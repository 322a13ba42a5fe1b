import type { RefundView } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { retryRefund, settleRefund } from "./actions";

interface Props {
  refund: RefundView;
  /** The query of the list that led here. */
  from: string;
}

/** What can be done about a refund that the provider refused: try it again, or note that the money went another way. */
export async function Handling({ refund, from }: Props) {
  const t = await getTranslations("refunds");
  if (refund.state !== "failed") return null;
  const hidden: FieldSpec[] = [
    { name: "refund", type: "hidden", value: refund.id },
    { name: "from", type: "hidden", value: from },
  ];
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <Panel title={t("retry_title")}>
        <p className="text-muted">{t("retry_hint")}</p>
        <FieldForm
          id="retry"
          action={retryRefund}
          submit={t("retry")}
          confirm={t("retry_confirm")}
          fields={[...hidden, keyField(), await reasonField()]}
        />
      </Panel>
      <Panel title={t("settle_title")}>
        <p className="text-muted">{t("settle_hint")}</p>
        <FieldForm
          id="settle"
          action={settleRefund}
          submit={t("settle")}
          confirm={t("settle_confirm")}
          look="secondary"
          fields={[
            ...hidden,
            keyField(),
            { name: "reference", label: t("reference"), optional: t("optional"), maxLength: 140, dir: "ltr" },
            await reasonField(),
          ]}
        />
      </Panel>
    </div>
  );
}
