import type { LabelOption } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { Notice } from "@globalmarket/ui/notice";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import type { FormAction } from "@globalmarket/web/forms/form-state";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { weighParcel } from "./actions";
import type { Offered } from "./reads";

interface Props {
  /** Of the forms' fields. */
  id: string;
  /** The page, without the locale, that shows the options. */
  page: string;
  /** Grams; 0 until it is known. */
  weight: number;
  /** What the carrier offers for that weight. */
  offered: Offered | undefined;
  /** Buys the label. */
  action: FormAction;
  /** What is sent besides the option and the weight. */
  fields: FieldSpec[];
}

/** Weigh the parcel, then choose among what the carrier offers for it. */
export async function BuyForms({ id, page, weight, offered, action, fields }: Props) {
  const t = await getTranslations("labels");
  const { locale } = await currentSite();
  const named = ({ name, carrier, price }: LabelOption) =>
    [carrier, name, price ? formatMoney(price, locale.tag) : t("no_price")].join(" · ");
  return (
    <>
      <FieldForm
        id={`${id}-weight`}
        action={weighParcel}
        submit={t(offered ? "weigh_again" : "weigh")}
        look="secondary"
        fields={[
          { name: "page", type: "hidden", value: page },
          {
            name: "weight",
            type: "number",
            label: t("weight"),
            min: 1,
            ...(weight > 0 && { value: String(weight) }),
          },
        ]}
      />
      {offered?.problem && <Notice kind="problem">{offered.problem}</Notice>}
      {offered && !offered.problem && !offered.options.length && <Notice kind="info">{t("no_options")}</Notice>}
      {offered && offered.options.length > 0 && (
        <FieldForm
          id={id}
          action={action}
          submit={t("buy")}
          fields={[
            ...fields,
            keyField(),
            { name: "weight", type: "hidden", value: String(weight) },
            {
              name: "service",
              type: "select",
              label: t("service"),
              options: offered.options.map((option) => ({ value: option.code, label: named(option) })),
            },
          ]}
        />
      )}
    </>
  );
}
