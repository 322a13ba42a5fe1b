import type { AdminVendorDetail, MyProfile } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { Panel } from "@globalmarket/web/frame/panel";
import { getTranslations } from "next-intl/server";
import { mayDo } from "@/features/access/rights";
import { reasonField } from "@/features/forms/reasoned";
import { approveVendor, closeVendor, reinstateVendor, suspendVendor } from "./actions";

interface Props {
  detail: AdminVendorDetail;
  person: MyProfile;
  /** The query of the list that led here. */
  from: string;
}

/** What can be decided about the vendor as it stands, by what the person may do. */
export async function Decisions({ detail: { vendor }, person, from }: Props) {
  const hidden: FieldSpec[] = [
    { name: "vendor", type: "hidden", value: vendor.id },
    { name: "from", type: "hidden", value: from },
  ];
  const mayDecide = mayDo(person, "decide_vendors");
  return (
    <>
      {mayDecide && vendor.state === "pending" && <Approve hidden={hidden} />}
      {mayDecide && vendor.state === "suspended" && <Reinstate hidden={hidden} />}
      {mayDecide && vendor.state === "approved" && <Suspend hidden={hidden} />}
      {mayDo(person, "close_vendors") && vendor.state !== "closed" && (
        <Close hidden={hidden} isApplicant={vendor.state === "pending"} />
      )}
    </>
  );
}

interface FormProps {
  hidden: FieldSpec[];
}

async function Approve({ hidden }: FormProps) {
  const t = await getTranslations("vendors");
  return (
    <Panel title={t("approve_title")} isNarrow>
      <p className="text-muted">{t("approve_hint")}</p>
      <FieldForm
        id="approve"
        action={approveVendor}
        submit={t("approve")}
        fields={[...hidden, keyField(), await reasonField({ isOptional: true, label: t("approve_note") })]}
      />
    </Panel>
  );
}

async function Reinstate({ hidden }: FormProps) {
  const t = await getTranslations("vendors");
  return (
    <Panel title={t("reinstate_title")} isNarrow>
      <p className="text-muted">{t("reinstate_hint")}</p>
      <FieldForm
        id="reinstate"
        action={reinstateVendor}
        submit={t("reinstate")}
        confirm={t("reinstate_confirm")}
        fields={[...hidden, keyField(), await reasonField({ label: t("reason_for_vendor") })]}
      />
    </Panel>
  );
}

async function Suspend({ hidden }: FormProps) {
  const t = await getTranslations("vendors");
  return (
    <Fold title={t("suspend_title")} hint={t("suspend_hint")}>
      <FieldForm
        id="suspend"
        action={suspendVendor}
        submit={t("suspend")}
        confirm={t("suspend_confirm")}
        look="danger"
        fields={[...hidden, keyField(), await reasonField({ label: t("reason_for_vendor") })]}
      />
    </Fold>
  );
}

async function Close({ hidden, isApplicant }: FormProps & { isApplicant: boolean }) {
  const t = await getTranslations("vendors");
  return (
    <Fold
      title={isApplicant ? t("refuse_title") : t("close_title")}
      hint={isApplicant ? t("refuse_hint") : t("close_hint")}
    >
      <FieldForm
        id="close"
        action={closeVendor}
        submit={isApplicant ? t("refuse") : t("close")}
        confirm={isApplicant ? t("refuse_confirm") : t("close_confirm")}
        look="danger"
        fields={[
          ...hidden,
          { name: "refused", type: "hidden", value: isApplicant ? "on" : "" },
          keyField(),
          await reasonField({ label: t("reason_for_vendor") }),
        ]}
      />
    </Fold>
  );
}
