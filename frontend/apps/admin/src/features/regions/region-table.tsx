import type { RegionRow } from "@globalmarket/api";
import { Badge } from "@globalmarket/ui/badge";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

const TONES = { planned: "warn", open: "good", closed: "plain" } as const;

/** Regions, a row each: whether they are open, and where they are. */
export async function regionTable(): Promise<ListTable<RegionRow>> {
  const t = await getTranslations("regions");
  const { locale } = await currentSite();
  return {
    caption: t("title"),
    rowKey: ({ slug }) => slug,
    columns: [
      {
        key: "name",
        title: t("name"),
        text: ({ name, slug }) => `${name} (${slug})`,
        cell: ({ name, slug }) => (
          <>
            <Link href={`/${locale.tag}/regions/${slug}`} className="underline underline-offset-4">
              <bdi>{name}</bdi>
            </Link>
            <bdi dir="ltr" className="block font-normal text-muted">
              {slug}
            </bdi>
          </>
        ),
      },
      {
        key: "state",
        title: t("state"),
        text: ({ state, is_in_maintenance }) => t(is_in_maintenance ? "maintenance" : `states.${state}`),
        cell: (row) => <RegionMark {...row} words={t} />,
      },
      {
        key: "configured",
        title: t("configured"),
        text: ({ is_configured }) => t(is_configured ? "yes" : "no"),
      },
      {
        key: "domains",
        title: t("domains"),
        text: ({ domains }) => domains.join(" "),
        cell: ({ domains }) => <bdi dir="ltr">{domains.join(", ")}</bdi>,
      },
    ],
  };
}

type Words = Awaited<ReturnType<typeof getTranslations<"regions">>>;
type Marked = Pick<RegionRow, "state"> & { is_in_maintenance?: boolean; words: Words };

/** Planned, open, in maintenance or closed. */
export function RegionMark({ state, is_in_maintenance = false, words: t }: Marked) {
  if (is_in_maintenance) return <Badge tone="bad">{t("maintenance")}</Badge>;
  return <Badge tone={TONES[state as keyof typeof TONES]}>{t(`states.${state}`)}</Badge>;
}
