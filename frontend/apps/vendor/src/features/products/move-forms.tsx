import type { ProductStatus, VendorProduct } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { getTranslations } from "next-intl/server";
import { moveProduct } from "./actions";

const OPEN: Record<ProductStatus, ("publish" | "unpublish" | "archive")[]> = {
  draft: ["publish", "archive"],
  published: ["unpublish", "archive"],
  archived: ["publish"],
};

/** What can be done with the product as it stands. */
export async function Moves({ product }: { product: VendorProduct }) {
  const t = await getTranslations("products");
  return OPEN[product.status].map((move) => (
    <FieldForm
      key={move}
      id={move}
      action={moveProduct}
      submit={t(`moves.${move}`)}
      look={move === "publish" ? "primary" : "secondary"}
      fields={[
        { name: "product", type: "hidden", value: product.id },
        { name: "move", type: "hidden", value: move },
        keyField(),
      ]}
    />
  ));
}
