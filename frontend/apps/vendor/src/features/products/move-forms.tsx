import type { ProductStatus, VendorProduct } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { getTranslations } from "next-intl/server";
import { moveProduct } from "./actions";
import { type Move, undoOf } from "./moves";

const OPEN: Record<ProductStatus, Move[]> = {
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
        { name: "from", type: "hidden", value: product.status },
        keyField(),
      ]}
    />
  ));
}

interface UndoProps {
  product: VendorProduct;
  /** Of the page's address: what was done, and how the product stood before. */
  asked: { done?: unknown; from?: unknown };
}

/** Takes back the move that led here, as long as the product stands as it left it. */
export async function UndoMove({ product, asked }: UndoProps) {
  const t = await getTranslations("products");
  const move = undoOf(product.status, asked.done, asked.from);
  if (!move || product.taken_down) return null;
  return (
    <FieldForm
      id="undo"
      action={moveProduct}
      submit={t("undo")}
      look="quiet"
      fields={[
        { name: "product", type: "hidden", value: product.id },
        { name: "move", type: "hidden", value: move },
        { name: "from", type: "hidden", value: product.status },
        keyField(),
      ]}
    />
  );
}
