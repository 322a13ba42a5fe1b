import type { CartLine } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { Link } from "@globalmarket/web/frame/link";
import { Bookmark, Trash2 } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { removeLine } from "./edit-actions";
import { EditForm } from "./edit-form";
import { LinePicture } from "./line-picture";
import { Quantity } from "./quantity";
import { saveForLater } from "./saved-actions";
import { Settling } from "./settling";

const QUIET =
  "inline-flex min-h-11 items-center gap-2 rounded-lg px-2 text-muted text-sm hover:text-ink hover:underline";

/** A product in the cart: what it is, what it costs, how many. */
export async function Line({ line }: { line: CartLine }) {
  const t = await getTranslations("cart");
  const { locale } = await currentShop();
  const href = `/${locale.tag}/products/${line.slug}`;
  const isShort = line.available !== null && line.available < line.quantity;
  return (
    <li className="grid grid-cols-[5rem_1fr] gap-4 py-5 sm:grid-cols-[6.5rem_1fr]">
      <Link href={href} tabIndex={-1} aria-hidden>
        <LinePicture image={line.image} className="size-20 sm:size-26" />
      </Link>
      <div className="flex min-w-0 flex-col gap-3">
        <div className="flex items-start justify-between gap-4">
          <div className="min-w-0">
            <h3 className="text-pretty font-medium">
              <Link href={href} className="underline-offset-4 hover:underline">
                <bdi>{line.title}</bdi>
              </Link>
            </h3>
            {line.option_text && (
              <p className="text-muted text-sm">
                <bdi>{line.option_text}</bdi>
              </p>
            )}
          </div>
          {line.total && (
            <Settling updating={t("updating")}>
              <p className="text-end font-semibold tabular-nums">{formatMoney(line.total, locale.tag)}</p>
              {line.unit_price && line.quantity > 1 && (
                <p className="whitespace-nowrap text-end text-muted text-sm tabular-nums">
                  {t("each", { price: formatMoney(line.unit_price, locale.tag) })}
                </p>
              )}
            </Settling>
          )}
        </div>
        {line.problem && <p className="font-medium text-sale text-sm">{t(`problems.${line.problem}`)}</p>}
        {!line.problem && isShort && (
          <p className="font-medium text-sm text-warn">{t("only_left", { count: line.available ?? 0 })}</p>
        )}
        <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
          {!line.problem && (
            <Quantity
              lineId={line.id}
              quantity={line.quantity}
              words={{
                quantity: t("quantity_of", { product: line.title }),
                less: t("less_of", { product: line.title }),
                more: t("more_of", { product: line.title }),
                set: t("set_quantity"),
                failed: t("failed"),
              }}
            />
          )}
          <EditForm action={saveForLater} failed={t("failed")}>
            <input type="hidden" name="line_id" value={line.id} />
            <input type="hidden" name="key" value={crypto.randomUUID()} />
            <button type="submit" className={QUIET}>
              <Bookmark aria-hidden className="size-4" />
              {t("save_for_later")}
              <span className="sr-only">
                <bdi>{line.title}</bdi>
              </span>
            </button>
          </EditForm>
          <EditForm action={removeLine} failed={t("failed")}>
            <input type="hidden" name="line_id" value={line.id} />
            <button type="submit" className={QUIET} data-removes={line.product_id}>
              <Trash2 aria-hidden className="size-4" />
              {t("remove")}
              <span className="sr-only">
                <bdi>{line.title}</bdi>
              </span>
            </button>
          </EditForm>
        </div>
      </div>
    </li>
  );
}
