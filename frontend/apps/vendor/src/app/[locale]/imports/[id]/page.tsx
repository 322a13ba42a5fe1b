import { buttonClass } from "@globalmarket/ui/button";
import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { readCursor } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { CircleCheck } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { ImportMark } from "@/features/imports/import-table";
import { MendForm } from "@/features/imports/mend-form";
import { getImport, listProblems } from "@/features/imports/reads";
import { ProblemTable, Report } from "@/features/imports/report";

type Props = PageProps<"/[locale]/imports/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("imports");
  return { title: t("title") };
}

export default async function ImportPage({ params, searchParams }: Props) {
  const { id } = await params;
  const t = await getTranslations("imports");
  const { locale } = await currentSite();
  const cursor = readCursor(await searchParams);
  const here = `/${locale.tag}/imports/${id}`;
  return (
    <Gate path={`/imports/${id}`} right="edit_products">
      {async () => {
        const problems = listProblems(id, { cursor });
        const [found, { items, next_cursor }] = await Promise.all([getImport(id), problems]);
        const empty = { icon: <CircleCheck />, title: t("no_problems"), hint: t("no_problems_hint") };
        return (
          <PageFrame
            title={<bdi>{found.filename}</bdi>}
            mark={<ImportMark state={found.state} />}
            actions={
              items.length > 0 && (
                <a href={`${here}/problems`} className={buttonClass("secondary")} download>
                  {t("download")}
                </a>
              )
            }
          >
            <Report found={found} />
            <MendForm found={found} problems={items} />
            <Listing here={here} cursor={cursor} next={next_cursor} empty={empty}>
              {items.length > 0 && <ProblemTable problems={items} />}
            </Listing>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
