import type { StockState as Stock } from "@globalmarket/api";
import { getTranslations } from "next-intl/server";

const LOOKS: Record<Stock, string> = { in_stock: "text-good", low: "text-warn", out: "text-sale" };

export async function StockState({ stock }: { stock: Stock }) {
  const t = await getTranslations("product");
  return (
    <p role="status" className={`flex items-center gap-2 font-medium text-sm ${LOOKS[stock]}`}>
      <span aria-hidden className="size-2 rounded-full bg-current" />
      {t(`stock.${stock}`)}
    </p>
  );
}
