import type { AdminShippingMethod } from "@globalmarket/api";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { switchMethod } from "./actions";

interface Props {
  method: AdminShippingMethod;
  name: string;
  /** Of the list, to which the form leads back. */
  listQuery: string;
}

/** Switches one method off, or on again. */
export async function Switch({ method: { id, etag, is_active }, name, listQuery }: Props) {
  const t = await getTranslations("shipping");
  const title = t(is_active ? "switch_off" : "switch_on");
  return (
    <details className="min-w-64 whitespace-normal">
      <summary className="py-2 underline underline-offset-4">{title}</summary>
      <FieldForm
        id={`switch-${id}`}
        action={switchMethod}
        submit={title}
        confirm={t(is_active ? "switch_off_confirm" : "switch_on_confirm")}
        look="secondary"
        fields={[
          { name: "method", type: "hidden", value: id },
          { name: "name", type: "hidden", value: name },
          { name: "etag", type: "hidden", value: etag },
          { name: "wanted", type: "hidden", value: is_active ? "off" : "on" },
          { name: "list", type: "hidden", value: listQuery },
          await reasonField(),
        ]}
      />
    </details>
  );
}
