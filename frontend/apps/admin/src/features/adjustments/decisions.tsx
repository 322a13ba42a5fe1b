import type { AdjustmentDetail, MyProfile } from "@globalmarket/api";
import { Notice } from "@globalmarket/ui/notice";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { Panel } from "@globalmarket/web/frame/panel";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { approveAdjustment, rejectAdjustment } from "./actions";

interface Props {
  adjustment: AdjustmentDetail;
  person: MyProfile;
  /** The query of the list that led here. */
  from: string;
}

/** What is decided about a proposal: its own author can only withdraw it. */
export async function Decisions({ adjustment, person, from }: Props) {
  if (adjustment.state !== "proposed") return null;
  const t = await getTranslations("adjustments");
  const hidden: FieldSpec[] = [
    { name: "adjustment", type: "hidden", value: adjustment.id },
    { name: "from", type: "hidden", value: from },
  ];
  const isOwn = adjustment.created_by === person.id;
  return (
    <>
      {isOwn ? (
        <Notice kind="info">{t("own_proposal")}</Notice>
      ) : (
        <Panel title={t("approve_title")} isNarrow>
          <FieldForm
            id="approve"
            action={approveAdjustment}
            submit={t("approve")}
            confirm={t("approve_confirm")}
            fields={[...hidden, keyField(), await reasonField()]}
          />
        </Panel>
      )}
      <Fold title={isOwn ? t("withdraw_title") : t("reject_title")} hint={t("reject_hint")}>
        <FieldForm
          id="reject"
          action={rejectAdjustment}
          submit={isOwn ? t("withdraw") : t("reject")}
          confirm={t("reject_confirm")}
          look="danger"
          fields={[...hidden, keyField(), await reasonField()]}
        />
      </Fold>
    </>
  );
}
