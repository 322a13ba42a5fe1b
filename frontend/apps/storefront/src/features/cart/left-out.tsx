import { Notice } from "@globalmarket/ui/notice";
import { getTranslations } from "next-intl/server";

/** After ordering again: how many products could not be put into the cart as they were. */
export async function LeftOut({ count }: { count: number }) {
  const t = await getTranslations("cart");
  if (!Number.isSafeInteger(count) || count < 1) return null;
  return (
    <div className="mb-5">
      <Notice kind="info">{t("left_out", { count })}</Notice>
    </div>
  );
}
