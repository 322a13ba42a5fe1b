import "server-only";
import { type CartDetail, Refused } from "@globalmarket/api";
import { problemSentence } from "@globalmarket/web/server/problems";
import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { changeSentences } from "./changes";
import { NoCart } from "./edits";
import type { Outcome } from "./outcome";

/** Carry out an edit of the cart in a server action: the page is rendered anew, and says what else has changed. */
export async function edited(edit: () => Promise<CartDetail>): Promise<Outcome | null> {
  const t = await getTranslations("cart");
  try {
    const cart = await edit();
    refresh();
    const changes = await changeSentences(cart);
    return changes.length ? { kind: "success", message: t("changes.title"), changes } : null;
  } catch (error) {
    if (!isElsewhere(error)) return { kind: "problem", message: await problemSentence(error) };
    refresh();
    return { kind: "problem", message: t("changed_elsewhere") };
  }
}

/** Whether another tab has changed or ordered the cart meanwhile: then it is shown again as it is now. */
function isElsewhere(error: unknown): boolean {
  if (error instanceof NoCart) return true;
  return error instanceof Refused && [404, 409, 412].includes(error.status) && error.code !== "credit_not_found";
}
