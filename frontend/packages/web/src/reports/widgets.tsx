import { Refused } from "@globalmarket/api";
import { Notice } from "@globalmarket/ui/notice";
import { Skeleton } from "@globalmarket/ui/skeleton";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { Link } from "../frame/link";
import { currentSite } from "../server/site";
import { ReportPanels } from "./report-panels";
import { readHome, readResult, type Side } from "./saved-reads";

const ROWS = 12;

/** The saved reports that the person has put on the home page. Each comes by itself: a slow one does not hold the page. */
export async function HomeWidgets({ side }: { side: Side }) {
  const t = await getTranslations("reports");
  const { locale } = await currentSite();
  const { items } = await readHome(side);
  return (
    <section aria-labelledby="widgets" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h2 id="widgets" className="font-semibold text-lg">
          {t("home.title")}
        </h2>
        <Link href={`/${locale.tag}/reports/home`} className="underline underline-offset-4">
          {t("home.arrange")}
        </Link>
      </div>
      <div className="grid gap-4 empty:hidden lg:grid-cols-2">
        {items.map(({ saved_id: id, name, size }) => (
          <div key={id} className={`flex min-w-0 flex-col gap-4 ${size === "whole" ? "lg:col-span-2" : ""}`}>
            <Suspense fallback={<Skeleton className="h-96" />}>
              <Widget side={side} id={id} name={name} />
            </Suspense>
          </div>
        ))}
      </div>
    </section>
  );
}

async function Widget({ side, id, name }: { side: Side; id: string; name: string }) {
  const t = await getTranslations("reports");
  try {
    return <ReportPanels report={await readResult(side, id, { limit: ROWS })} title={name} isFolded />;
  } catch (error) {
    if (!(error instanceof Refused) || error.status >= 500) throw error;
    return <Notice kind="info">{t("home.not_for_role", { name })}</Notice>;
  }
}
