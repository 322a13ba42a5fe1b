import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { currentSite } from "@globalmarket/web/server/site";
import { Users } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CustomerParts } from "@/features/customers/customer-parts";
import { SEGMENTS } from "@/features/segments/filters";
import { SEGMENT_LIST } from "@/features/segments/list";
import { SegmentSizes } from "@/features/segments/sizes";

type Props = PageProps<"/[locale]/customers/segments">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("segments");
  return { title: t("title") };
}

export default async function SegmentsPage({ searchParams }: Props) {
  const t = await getTranslations("segments");
  const { region } = await currentSite();
  return (
    <ListPage
      list={SEGMENT_LIST}
      asked={await searchParams}
      fields={[
        {
          name: "segment",
          label: t("segment"),
          type: "select",
          options: SEGMENTS.map((value) => ({ value, label: t(`names.${value}`) })),
        },
        {
          name: "currency",
          label: t("currency"),
          type: "select",
          options: region.currencies.map(({ code }) => ({ value: code, label: code })),
        },
      ]}
      empty={{ icon: <Users />, title: t("none"), hint: t("none_hint") }}
      frame={(list, { filters, person }) => (
        <PageFrame title={t("title")}>
          <CustomerParts here={SEGMENT_LIST.path} person={person} />
          <SegmentSizes filters={filters} />
          {list}
          <p className="max-w-2xl text-muted text-sm">{t("hint")}</p>
        </PageFrame>
      )}
    />
  );
}
