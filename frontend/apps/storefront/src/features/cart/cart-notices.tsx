import type { CartDetail } from "@globalmarket/api";
import { countryName } from "@globalmarket/i18n";
import { Button } from "@globalmarket/ui/button";
import { Notice } from "@globalmarket/ui/notice";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { changeSentences } from "./changes";
import { moveCart } from "./edit-actions";
import { EditForm } from "./edit-form";

/** What a customer has to know before looking at the cart: what has changed, and where it would be sent. */
export async function CartNotices({ cart }: { cart: CartDetail }) {
  const t = await getTranslations("cart");
  const { locale, currency } = await currentShop();
  const changes = await changeSentences(cart);
  const isElsewhere = cart.country !== locale.country || cart.currency !== currency;
  const there = countryName(cart.country, locale.language);
  const here = countryName(locale.country, locale.language);
  return (
    <>
      {changes.length > 0 && (
        <Notice kind="info">
          <p className="font-semibold">{t("changes.title")}</p>
          <ul className="list-disc ps-5">
            {changes.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Notice>
      )}
      {isElsewhere && (
        <Notice kind="info">
          <EditForm action={moveCart} failed={t("failed")} className="flex flex-col items-start gap-3">
            <p>{t("priced_elsewhere", { country: there, currency: cart.currency })}</p>
            <Button type="submit" look="secondary">
              {t("move_here", { country: here, currency })}
            </Button>
          </EditForm>
        </Notice>
      )}
    </>
  );
}
