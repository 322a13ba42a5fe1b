import type { Lane, ParkedEvent, ScheduledTask } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Badge } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { DAY_S, everyIn, onTheHour } from "./every";

/** Events that wait for a subscriber, a row for each; those with something wrong come first. */
export async function LaneTable({ lanes }: { lanes: Lane[] }) {
  const t = await getTranslations("jobs");
  const { locale, region } = await currentSite();
  const rows = lanes.toSorted((a, b) => b.parked - a.parked || b.failing - a.failing || b.waiting - a.waiting);
  return (
    <DataTable
      caption={t("lanes")}
      rows={rows}
      rowKey={({ subscriber }) => subscriber}
      columns={[
        { title: t("subscriber"), cell: ({ subscriber }) => <bdi dir="ltr">{subscriber}</bdi> },
        {
          title: t("queue"),
          cell: ({ queue }) => (queue ? <bdi dir="ltr">{queue}</bdi> : <Badge tone="warn">{t("gone")}</Badge>),
        },
        { title: t("waiting"), isNumber: true, cell: ({ waiting }) => waiting },
        { title: t("failing"), isNumber: true, cell: ({ failing }) => failing },
        {
          title: t("parked"),
          isNumber: true,
          cell: ({ parked }) => (parked ? <Badge tone="bad">{parked}</Badge> : parked),
        },
        {
          title: t("oldest"),
          cell: ({ oldest_at }) => (oldest_at ? formatTime(oldest_at, locale.tag, region.timezone) : "–"),
        },
      ]}
    />
  );
}

/** Events that nobody tries any more, with what went wrong. */
export async function ParkedTable({ events }: { events: ParkedEvent[] }) {
  const t = await getTranslations("jobs");
  const { locale, region } = await currentSite();
  return (
    <DataTable
      caption={t("parked_title")}
      rows={events}
      rowKey={({ event_id, subscriber }) => event_id + subscriber}
      columns={[
        { title: t("event"), cell: ({ wire_name }) => <bdi dir="ltr">{wire_name}</bdi> },
        { title: t("subscriber"), cell: ({ subscriber }) => <bdi dir="ltr">{subscriber}</bdi> },
        { title: t("parked_at"), cell: ({ parked_at }) => formatTime(parked_at, locale.tag, region.timezone) },
        {
          title: t("error"),
          cell: ({ last_error }) => (
            <bdi dir="ltr" className="block max-w-96 break-words">
              {last_error}
            </bdi>
          ),
        },
      ]}
    />
  );
}

/** What is sent to a worker again and again. */
export async function ScheduleTable({ schedule }: { schedule: ScheduledTask[] }) {
  const t = await getTranslations("jobs");
  const { locale } = await currentSite();
  return (
    <DataTable
      caption={t("schedule")}
      rows={schedule.toSorted((a, b) => (a.every_s ?? DAY_S) - (b.every_s ?? DAY_S))}
      rowKey={({ task }) => task}
      columns={[
        { title: t("task"), cell: ({ task }) => <bdi dir="ltr">{task.replace(/^marketplace\.\w+\./, "")}</bdi> },
        {
          title: t("every"),
          isNumber: true,
          cell: ({ every_s, local_hour }) =>
            every_s ? everyIn(every_s, locale.tag) : t("each_night", { time: onTheHour(local_hour ?? 0, locale.tag) }),
        },
      ]}
    />
  );
}
