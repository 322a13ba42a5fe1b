import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

const GIFT_CARD = "gcp_";

/** What was paid for: the way to the order; of a gift card that a customer bought, which is none, its id. */
export async function PaidFor({ id, words }: { id: string; words: string }) {
  const t = await getTranslations("orders");
  const { locale } = await currentSite();
  if (id.startsWith(GIFT_CARD)) {
    return (
      <span>
        {t("bought_gift_card")} <bdi dir="ltr">{id}</bdi>
      </span>
    );
  }
  return (
    <Link href={`/${locale.tag}/orders/${id}`} className="self-start underline underline-offset-4">
      {words}
    </Link>
  );
}
