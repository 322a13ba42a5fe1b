import type { CartDetail } from "@globalmarket/api";
import { Button } from "@globalmarket/ui/button";
import { TextField } from "@globalmarket/ui/field";
import { X } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { changeCodes } from "./edit-actions";
import { EditForm } from "./edit-form";

/** The cart's codes, each with what became of it, and a field for another. */
export async function Codes({ cart }: { cart: CartDetail }) {
  const t = await getTranslations("cart");
  return (
    <EditForm
      action={changeCodes}
      failed={t("failed")}
      fold={{ question: t("code_question"), isOpen: cart.codes.length > 0 }}
      className="mt-2 flex flex-col gap-3"
    >
      <input type="hidden" name="etag" value={cart.etag} />
      {cart.codes.map((code) => (
        <input key={code} type="hidden" name="kept" value={code} />
      ))}
      <div className="flex items-end gap-2">
        <TextField
          key={cart.codes.join()}
          id="code"
          name="code"
          label={t("code")}
          autoComplete="off"
          dir="ltr"
          maxLength={50}
          className="flex-1"
        />
        <Button type="submit" look="secondary">
          {t("apply")}
        </Button>
      </div>
      <ul className="flex flex-col gap-2">
        {cart.quote.codes.map(({ code, is_applied, problem }) => (
          <li key={code} className="flex items-center justify-between gap-3 text-sm">
            <span className="min-w-0">
              <bdi className="font-semibold">{code}</bdi>{" "}
              <span className={is_applied ? "text-good" : "text-sale"}>
                {problem ? t(`code_problems.${problem}`) : t("code_applied")}
              </span>
            </span>
            <button
              type="submit"
              name="without"
              value={code}
              aria-label={t("drop_code", { code })}
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
