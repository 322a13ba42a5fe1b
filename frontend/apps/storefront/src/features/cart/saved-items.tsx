import type { SavedItem } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { Button } from "@globalmarket/ui/button";
import { Link } from "@globalmarket/web/frame/link";
import { X } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { EditForm } from "./edit-form";
import { LinePicture } from "./line-picture";
import { dropSaved, restoreSaved } from "./saved-actions";
import { CartEditing } from "./settling";

/** What was taken out of the cart to be bought another time, with its price now. */
export async function SavedItems({ items }: { items: SavedItem[] }) {
  const t = await getTranslations("cart");
  if (!items.length) return null;
  return (
    <CartEditing>
      <section aria-labelledby="saved" className="mt-12">
        <h2 id="saved" className="mb-4 font-bold text-xl tracking-tight">
          {t("saved_title")}
        </h2>
        <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {items.map((item) => (
            <Saved key={item.id} item={item} />
          ))}
        </ul>
      </section>
    </CartEditing>
  );
}

async function Saved({ item }: { item: SavedItem }) {
  const t = await getTranslations("cart");
  const { locale } = await currentShop();
  return (
    <li className="grid grid-cols-[5rem_1fr_auto] gap-x-4 gap-y-3 rounded-2xl border border-line bg-raised p-4">
      <LinePicture image={item.image} className="size-20" />
      <div className="min-w-0">
        <Link href={`/${locale.tag}/products/${item.slug}`} className="underline-offset-4 hover:underline">
          <bdi>{item.title}</bdi>
        </Link>
        {item.option_text && (
          <p className="text-muted text-sm">
            <bdi>{item.option_text}</bdi>
          </p>
        )}
        {item.unit_price && <p className="font-semibold tabular-nums">{formatMoney(item.unit_price, locale.tag)}</p>}
        {item.problem && <p className="text-sale text-sm">{t(`problems.${item.problem}`)}</p>}
      </div>
      <EditForm action={dropSaved} failed={t("failed")}>
        <input type="hidden" name="saved_id" value={item.id} />
        <button
          type="submit"
          className="-me-2 -mt-2 inline-flex size-11 items-center justify-center rounded-lg hover:bg-sunken"
        >
          <X aria-hidden className="size-4" />
          <span className="sr-only">
            {t("remove")} <bdi>{item.title}</bdi>
          </span>
        </button>
      </EditForm>
      {!item.problem && (
        <EditForm action={restoreSaved} failed={t("failed")} className="col-span-full">
          <input type="hidden" name="saved_id" value={item.id} />
          <input type="hidden" name="key" value={crypto.randomUUID()} />
          <Button type="submit" look="secondary" className="w-full">
            {t("restore")}
          </Button>
        </EditForm>
      )}
    </li>
  );
}
