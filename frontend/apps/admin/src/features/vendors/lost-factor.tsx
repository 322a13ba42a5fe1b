import type { AdminVendorDetail } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { removeSecondFactor } from "./actions";

interface Props {
  detail: AdminVendorDetail;
  /** The query of the list that led here. */
  from: string;
}

/** Let one of the vendor's people in who has lost the second factor; nothing where nobody has one. */
export async function LostFactor({ detail: { vendor, members }, from }: Props) {
  const t = await getTranslations("vendors");
  const people = members.filter(({ has_second_factor }) => has_second_factor);
  if (people.length === 0) return null;
  return (
    <Fold title={t("factor_title")} hint={t("factor_hint")}>
      <FieldForm
        id="factor"
        action={removeSecondFactor}
        submit={t("factor_remove")}
        confirm={t("factor_confirm")}
        look="danger"
        fields={[
          { name: "vendor", type: "hidden", value: vendor.id },
          { name: "from", type: "hidden", value: from },
          keyField(),
          {
            name: "person",
            type: "select",
            label: t("factor_whose"),
            value: people[0]?.id,
            options: people.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` })),
          },
          await reasonField(),
        ]}
      />
    </Fold>
  );
}
