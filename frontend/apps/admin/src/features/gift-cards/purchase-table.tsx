import type { PurchaseState, PurchaseView } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable, Reader } from "@globalmarket/web/lists/list";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { CustomerLink } from "@/features/credits/tables";

const TONES: Record<PurchaseState, Tone> = { pending: "warn", paid: "good", failed: "plain", refunded: "plain" };

/** How a purchase stands. */
export async function PurchaseMark({ state }: { state: PurchaseState }) {
  const t = await getTranslations("gift-cards.states");
  return <Badge tone={TONES[state]}>{t(state)}</Badge>;
}

/** Gift cards that were bought, a row each. */
export async function purchaseTable(_rows: PurchaseView[], { listQuery }: Reader): Promise<ListTable<PurchaseView>> {
  const t = await getTranslations("gift-cards");
  const { locale, region } = await currentSite();
  const time = (moment: string) => formatTime(moment, locale.tag, region.timezone);
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "bought",
        title: t("bought"),
        time: ({ created_at }) => created_at,
        cell: ({ id, created_at }) => (
          <Link
            href={pageOfRow(`/${locale.tag}/credits/purchases/${id}`, listQuery)}
            className="underline underline-offset-4"
          >
            {time(created_at)}
          </Link>
        ),
      },
      {
        key: "state",
        title: t("state"),
        text: ({ state }) => t(`states.${state}`),
        cell: ({ state }) => <PurchaseMark state={state} />,
      },
      {
        key: "recipient",
        title: t("recipient"),
        text: ({ recipient_email }) => recipient_email,
        cell: ({ recipient_email }) => <bdi dir="ltr">{recipient_email || "–"}</bdi>,
      },
      {
        key: "buyer",
        title: t("buyer"),
        text: ({ customer_id }) => customer_id,
        cell: ({ customer_id }) => <CustomerLink id={customer_id} />,
      },
      { key: "sent", title: t("sent"), time: ({ sent_at }) => sent_at },
      { key: "amount", title: t("amount"), amount: ({ amount }) => amount },
    ],
  };
}
