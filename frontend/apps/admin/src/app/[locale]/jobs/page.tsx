import { Done } from "@globalmarket/web/forms/done";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Fold } from "@globalmarket/web/frame/fold";
import { Link } from "@globalmarket/web/frame/link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Pager } from "@globalmarket/web/frame/pager";
import { Panel } from "@globalmarket/web/frame/panel";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { PARKED_FILTERS } from "@/features/jobs/filters";
import { Replay } from "@/features/jobs/parked";
import { listParked, readJobs } from "@/features/jobs/reads";
import { LaneTable, ParkedTable, ScheduleTable } from "@/features/jobs/tables";

type Props = PageProps<"/[locale]/jobs">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("jobs");
  return { title: t("title") };
}

export default async function JobsPage({ searchParams }: Props) {
  const t = await getTranslations("jobs");
  const frame = await getTranslations("frame");
  const retention = await getTranslations("retention");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const filters = readFilters(asked, PARKED_FILTERS);
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/jobs${writeFilters(filters)}`;
  return (
    <Gate path="/jobs" right="run_region">
      {async () => {
        const [jobs, parked] = await Promise.all([readJobs(), listParked(filters, { cursor })]);
        const busy = jobs.lanes.filter(({ waiting, parked: stuck }) => waiting + stuck > 0);
        const next = parked.next_cursor && `${here}${here.includes("?") ? "&" : "?"}cursor=${parked.next_cursor}`;
        return (
          <PageFrame title={t("title")}>
            <Done asked={asked.done} messages={{ replayed: t("done.replayed") }} />
            {parked.items.length > 0 ? (
              <>
                <h2 className="font-semibold text-lg">{t("parked_title")}</h2>
                <ParkedTable events={parked.items} />
                <Pager
                  label={frame("pages")}
                  first={cursor && here}
                  next={next || undefined}
                  words={{ first: frame("newest"), next: frame("older") }}
                />
                <Replay lanes={jobs.lanes} />
              </>
            ) : (
              <p className="text-muted">{t("none_parked")}</p>
            )}
            <h2 className="font-semibold text-lg">{t("lanes")}</h2>
            {busy.length > 0 ? <LaneTable lanes={busy} /> : <p className="text-muted">{t("nothing_waits")}</p>}
            <Panel title={t("queues")} isNarrow>
              <p className="text-muted text-sm">{t("queues_hint")}</p>
              <FactList facts={jobs.queues.map(({ name, waiting }) => ({ name, value: waiting }))} />
            </Panel>
            <Fold title={t("all_lanes")}>
              <LaneTable lanes={jobs.lanes} />
            </Fold>
            <Fold title={t("schedule")}>
              <ScheduleTable schedule={jobs.schedule} />
            </Fold>
            <Link href={`/${locale.tag}/jobs/retention`} className="self-start py-2 underline underline-offset-4">
              {retention("title")}
            </Link>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
