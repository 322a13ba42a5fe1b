import type { TimelineEntry } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** What has happened to the order, the latest first. */
export async function Timeline({ entries }: { entries: TimelineEntry[] }) {
  const t = await getTranslations("orders");
  const { locale, region } = await currentSite();
  return (
    <Panel title={t("timeline_title")}>
      <ol className="flex flex-col gap-3">
        {entries.toReversed().map(({ at, kind, detail }) => (
          <li key={`${at} ${kind} ${detail}`} className="border-line border-s-2 ps-3">
            <p>{t.has(`timeline.${kind}`) ? t(`timeline.${kind}`) : kind}</p>
            {detail && (
              <p className="text-muted text-sm">
                <bdi>{detail}</bdi>
              </p>
            )}
            <time dateTime={at} className="text-muted text-sm">
              {formatTime(at, locale.tag, region.timezone)}
            </time>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
