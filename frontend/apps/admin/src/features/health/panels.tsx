import type { HealthReport, StoreState } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Badge } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Link } from "@globalmarket/web/frame/link";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** Each store, and whether it answers. */
export async function StoreTable({ stores }: { stores: StoreState[] }) {
  const t = await getTranslations("health");
  return (
    <DataTable
      caption={t("stores")}
      rows={stores}
      rowKey={({ name }) => name}
      columns={[
        { title: t("store"), cell: ({ name }) => (t.has(`names.${name}`) ? t(`names.${name}`) : name) },
        {
          title: t("state"),
          cell: ({ is_ok }) => <Badge tone={is_ok ? "good" : "bad"}>{t(is_ok ? "ok" : "down")}</Badge>,
        },
        {
          title: t("answered"),
          isNumber: true,
          cell: ({ is_ok, answered_in_ms }) => (is_ok ? t("milliseconds", { count: answered_in_ms }) : "–"),
        },
      ]}
    />
  );
}

/** What waits: events for their subscribers, tasks for a worker. */
export async function Waiting({ report: { events, queues } }: { report: HealthReport }) {
  const t = await getTranslations("health");
  const { locale, region } = await currentSite();
  return (
    <>
      <Panel title={t("events")} isNarrow>
        {events ? (
          <FactList
            facts={[
              { name: t("waiting"), value: events.waiting },
              { name: t("failing"), value: events.failing },
              { name: t("parked"), value: events.parked ? <Badge tone="bad">{events.parked}</Badge> : events.parked },
              {
                name: t("oldest"),
                value: events.oldest_at ? formatTime(events.oldest_at, locale.tag, region.timezone) : "–",
              },
            ]}
          />
        ) : (
          <p>{t("unknown")}</p>
        )}
        <To page="/jobs" text={t("to_jobs")} />
      </Panel>
      <Panel title={t("queues")} isNarrow>
        <p className="text-muted text-sm">{t("queues_hint")}</p>
        {queues ? (
          <FactList facts={queues.map(({ name, waiting }) => ({ name, value: waiting }))} />
        ) : (
          <p>{t("unknown")}</p>
        )}
      </Panel>
    </>
  );
}

/** Which program runs, and what it does not do. */
export async function Program({ report: { version, revision, is_in_maintenance, notices } }: { report: HealthReport }) {
  const t = await getTranslations("health");
  return (
    <>
      <Panel title={t("program")} isNarrow>
        <FactList
          facts={[
            { name: t("version"), value: <bdi dir="ltr">{version}</bdi> },
            { name: t("revision"), value: <bdi dir="ltr">{revision}</bdi> },
            {
              name: t("maintenance"),
              value: is_in_maintenance ? <Badge tone="warn">{t("maintenance_on")}</Badge> : t("maintenance_off"),
            },
          ]}
        />
        <To page="/region" text={t("to_region")} />
      </Panel>
      <Panel title={t("notices")}>
        {notices.length > 0 ? (
          <>
            <p className="text-muted text-sm">{t("notices_hint")}</p>
            <ul lang="en" dir="ltr" className="list-disc ps-5">
              {notices.map((notice) => (
                <li key={notice}>{notice}</li>
              ))}
            </ul>
          </>
        ) : (
          <p>{t("no_notices")}</p>
        )}
      </Panel>
      <Panel title={t("providers")} isNarrow>
        <p>{t("providers_hint")}</p>
        <To page="/payment-methods" text={t("to_methods")} />
      </Panel>
    </>
  );
}

async function To({ page, text }: { page: string; text: string }) {
  const { locale } = await currentSite();
  return (
    <Link href={`/${locale.tag}${page}`} className="self-start py-2 underline underline-offset-4">
      {text}
    </Link>
  );
}
