import { formatTime } from "@globalmarket/i18n";
import { Link } from "@globalmarket/web/frame/link";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { listConversations } from "./reads";

const SHOWN = 3;

/** What customers asked last and have no answer to yet; nothing where everybody has one. */
export async function UnansweredPanel() {
  const t = await getTranslations("messages");
  const { locale, region } = await currentSite();
  const { items } = await listConversations({ awaits_vendor: "true" }, { limit: SHOWN });
  if (!items.length) return null;
  return (
    <Panel title={t("unanswered")}>
      <ul className="flex flex-col divide-y divide-line">
        {items.map(({ vendor_order_id, order_number, last_text, last_sent_at }) => (
          <li key={vendor_order_id} className="flex flex-col gap-1 py-2">
            <p className="flex flex-wrap gap-x-3 text-sm">
              <Link href={`/${locale.tag}/orders/${vendor_order_id}`} className="underline underline-offset-4">
                <bdi dir="ltr">{order_number}</bdi>
              </Link>
              <time dateTime={last_sent_at} className="text-muted">
                {formatTime(last_sent_at, locale.tag, region.timezone)}
              </time>
            </p>
            <p dir="auto" className="wrap-anywhere">
              {last_text}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
