import type { CustomerView } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { Panel } from "@globalmarket/web/frame/panel";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { blockCustomer, unblockCustomer } from "./actions";

interface Props {
  customer: CustomerView;
  /** The query of the list that led here. */
  from: string;
}

/** A form that blocks the customer, or lets a blocked one in again. Of an account that is being deleted there is none. */
export async function Blocking({ customer, from }: Props) {
  const t = await getTranslations("customers");
  if (!customer.is_active && !customer.block) return null;
  const fields: FieldSpec[] = [
    { name: "customer", type: "hidden", value: customer.id },
    { name: "from", type: "hidden", value: from },
    keyField(),
    await reasonField(),
  ];
  if (customer.block) {
    return (
      <Panel title={t("unblock_title")} isNarrow>
        <FieldForm
          id="unblock"
          action={unblockCustomer}
          submit={t("unblock")}
          confirm={t("unblock_confirm")}
          fields={fields}
        />
      </Panel>
    );
  }
  return (
    <Fold title={t("block_title")} hint={t("block_hint")}>
      <FieldForm
        id="block"
        action={blockCustomer}
        submit={t("block")}
        confirm={t("block_confirm")}
        look="danger"
        fields={fields}
      />
    </Fold>
  );
}
