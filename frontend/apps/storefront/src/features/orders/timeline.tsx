import type { OrderDetail } from "@globalmarket/api";
import { getFormatter, getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";

/** What has happened to the order, the last first. */
export async function Timeline({ order }: { order: OrderDetail }) {
  const t = await getTranslations("orders");
  const format = await getFormatter();
  const { region } = await currentShop();
  const entries = order.timeline.filter(({ kind }) => t.has(`timeline.${kind}`)).reverse();
  return (
    <section aria-labelledby="timeline" className="flex flex-col gap-3">
      <h2 id="timeline" className="font-semibold">
        {t("timeline_title")}
      </h2>
      <ol className="flex flex-col gap-3 border-line border-s ps-4 text-sm">
        {entries.map(({ kind, at, detail }) => (
          <li key={`${kind} ${at} ${detail}`}>
            <p>{t(`timeline.${kind}`, { vendor: detail })}</p>
            <time dateTime={at} className="text-muted">
              {format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short", timeZone: region.timezone })}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}
