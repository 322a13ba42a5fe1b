import { Button } from "@globalmarket/ui/button";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { agreeToCounting, refuseCounting } from "./actions";
import { asksNotToTrack, findVisitor } from "./visitor-cookie";

/** Whether this browser is counted, and the way to change it; it works without scripts. */
export async function CountingChoice() {
  const t = await getTranslations("behaviour");
  const [visitor, sent] = await Promise.all([findVisitor(), headers()]);
  const isRefused = asksNotToTrack(sent);
  return (
    <section aria-labelledby="counting" className="mt-10 flex flex-col gap-3 border-line border-t pt-8">
      <h2 id="counting" className="font-bold text-xl">
        {t("title")}
      </h2>
      <p>{t("text")}</p>
      <p className="font-medium">{t(isRefused ? "browser_refuses" : visitor ? "is_on" : "is_off")}</p>
      {(visitor || !isRefused) && (
        <form action={visitor ? refuseCounting : agreeToCounting}>
          <Button type="submit" look="secondary">
            {t(visitor ? "take_back" : "agree")}
          </Button>
        </form>
      )}
    </section>
  );
}
