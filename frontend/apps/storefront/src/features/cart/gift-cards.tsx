import type { CartDetail } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { Button } from "@globalmarket/ui/button";
import { TextField } from "@globalmarket/ui/field";
import { X } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { changeGiftCards } from "./edit-actions";
import { EditForm } from "./edit-form";

/** The cart's gift cards, each with what is on it or why it pays nothing, and a field for another. */
export async function GiftCards({ cart }: { cart: CartDetail }) {
  const t = await getTranslations("cart");
  const { locale } = await currentShop();
  const cards = cart.credits.filter(({ kind }) => kind === "gift_card");
  return (
    <EditForm
      action={changeGiftCards}
      failed={t("failed")}
      fold={{ question: t("gift_card_question"), isOpen: cards.length > 0 }}
      className="mt-2 flex flex-col gap-3"
    >
      <div className="flex items-end gap-2">
        <TextField
          key={cards.map(({ id }) => id).join()}
          id="gift_card"
          name="gift_card"
          label={t("gift_card")}
          autoComplete="off"
          dir="ltr"
          maxLength={40}
          className="flex-1"
        />
        <Button type="submit" look="secondary">
          {t("apply")}
        </Button>
      </div>
      <ul className="flex flex-col gap-2">
        {cards.map(({ id, code_hint, available, problem }) => (
          <li key={id} className="flex items-center justify-between gap-3 text-sm">
            <span className="min-w-0">
              {t.rich("gift_card_ending", { hint: () => <bdi className="font-semibold">{code_hint}</bdi> })}
              <span className={`block ${problem ? "text-sale" : "text-good"}`}>
                {problem
                  ? t(`credit_problems.${problem}`)
                  : t("gift_card_has", { amount: formatMoney(available, locale.tag) })}
              </span>
            </span>
            <button
              type="submit"
              name="without"
              value={id}
              aria-label={t("drop_gift_card", { hint: code_hint })}
              className="inline-flex size-11 shrink-0 items-center justify-center rounded-lg hover:bg-sunken"
            >
              <X aria-hidden className="size-4" />
            </button>
          </li>
        ))}
      </ul>
    </EditForm>
  );
}
