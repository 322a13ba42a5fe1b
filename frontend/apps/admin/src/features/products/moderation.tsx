import type { AdminProduct } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { Panel } from "@globalmarket/web/frame/panel";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { reinstateProduct, takeDownProduct } from "./actions";

interface Props {
  detail: AdminProduct;
  /** The query of the list that led here. */
  from: string;
}

/** What staff can do about a product as it stands: take it out of the shop, or let it in again. */
export async function Moderation({ detail: { product }, from }: Props) {
  const t = await getTranslations("products");
  const hidden: FieldSpec[] = [
    { name: "product", type: "hidden", value: product.id },
    { name: "from", type: "hidden", value: from },
    keyField(),
  ];
  if (product.taken_down) {
    return (
      <Panel title={t("reinstate_title")} isNarrow>
        <p className="text-muted">{t("reinstate_hint")}</p>
        <FieldForm
          id="reinstate"
          action={reinstateProduct}
          submit={t("reinstate")}
          confirm={t("reinstate_confirm")}
          fields={[...hidden, await reasonField()]}
        />
      </Panel>
    );
  }
  return (
    <Fold title={t("take_down_title")} hint={t("take_down_hint")}>
      <FieldForm
        id="take-down"
        action={takeDownProduct}
        submit={t("take_down")}
        confirm={t("take_down_confirm")}
        look="danger"
        fields={[...hidden, await reasonField({ label: t("reason_for_vendor") })]}
      />
    </Fold>
  );
}
