import type { CartDetail } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { Button } from "@globalmarket/ui/button";
import { getTranslations } from "next-intl/server";
import { listStoreCredit } from "@/features/account/reads";
import { currentShop } from "@/server/shop";
import { chooseStoreCredit } from "./edit-actions";
import { EditForm } from "./edit-form";

/** What a customer who is logged in has as store credit in the cart's currency, and whether it pays. Nothing where there is none. */
export async function StoreCredit({ cart }: { cart: CartDetail }) {
  const t = await getTranslations("cart");
  const { locale } = await currentShop();
  const credit = (await listStoreCredit()).find(({ balance }) => balance.currency === cart.currency);
  if (!credit || (credit.problem && !cart.uses_store_credit)) return null;
  return (
    <EditForm
      action={chooseStoreCredit}
      failed={t("failed")}
      className="flex flex-wrap items-center justify-between gap-2 border-line border-t pt-3 text-sm"
    >
      <input type="hidden" name="uses_store_credit" value={cart.uses_store_credit ? "no" : "yes"} />
      <span>{t("store_credit_has", { amount: formatMoney(credit.balance, locale.tag) })}</span>
      <Button type="submit" look="secondary">
        {cart.uses_store_credit ? t("leave_store_credit") : t("use_store_credit")}
      </Button>
    </EditForm>
  );
}
