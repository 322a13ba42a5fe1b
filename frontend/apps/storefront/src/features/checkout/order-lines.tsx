import type { CartVendor } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { getTranslations } from "next-intl/server";
import { LinePicture } from "@/features/cart/line-picture";
import { currentShop } from "@/server/shop";

/** What is bought, in short. */
export async function OrderLines({ vendors }: { vendors: CartVendor[] }) {
  const t = await getTranslations("checkout");
  const { locale } = await currentShop();
  return (
    <ul className="flex max-h-80 flex-col gap-3 overflow-y-auto">
      {vendors.flatMap(({ lines }) =>
        lines.map((line) => (
          <li key={line.id} className="flex items-center gap-3 text-sm">
            <LinePicture image={line.image} className="size-14" />
            <span className="wrap-anywhere min-w-0 flex-1">
              <bdi className="line-clamp-2">{line.title}</bdi>
              <span className="block text-muted">
                {line.option_text && <bdi>{line.option_text} · </bdi>}
                {t("units", { count: line.quantity })}
              </span>
            </span>
            <span className="tabular-nums">{line.total && formatMoney(line.total, locale.tag)}</span>
          </li>
        )),
      )}
    </ul>
  );
}
