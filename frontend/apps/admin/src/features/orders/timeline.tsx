import type { OrderDetail, TimelineEntry, VendorOrderDetail } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

interface Props {
  order: OrderDetail;
  parts: VendorOrderDetail[];
}

/** What has happened to the order and to each vendor's part, the latest first. */
export async function Timeline({ order, parts }: Props) {
  const t = await getTranslations("orders");
  const { locale, region } = await currentSite();
  const names = new Map(order.parts.map((part) => [part.vendor_order_id, part.vendor_name]));
  // What the order repeats of its parts ("part_shipped") is left out: the parts say it with the parcel.
  const ofOrder = order.timeline
    .filter(({ kind }) => !kind.startsWith("part_"))
    .map((entry) => ({ ...entry, who: "" }));
  const ofParts = parts.flatMap(({ id, timeline }) =>
    timeline.map((entry) => ({ ...entry, who: names.get(id) ?? "" })),
  );
  // What happened at one time stays in its order: the order first, then its parts.
  const all = [...ofOrder, ...ofParts].sort((one, other) => one.at.localeCompare(other.at)).reverse();
  const title = ({ kind }: TimelineEntry) => (t.has(`timeline.${kind}`) ? t(`timeline.${kind}`) : kind);
  return (
    <Panel title={t("timeline_title")}>
      <ol className="flex flex-col gap-3">
        {all.map((entry) => (
          <li key={`${entry.at} ${entry.who} ${entry.kind} ${entry.detail}`} className="border-line border-s-2 ps-3">
            <p>
              {title(entry)}
              {entry.who && (
                <>
                  {" · "}
                  <bdi>{entry.who}</bdi>
                </>
              )}
            </p>
            {entry.detail && (
              <p className="text-muted text-sm">
                <bdi>{entry.detail}</bdi>
              </p>
            )}
            <time dateTime={entry.at} className="text-muted text-sm">
              {formatTime(entry.at, locale.tag, region.timezone)}
            </time>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
