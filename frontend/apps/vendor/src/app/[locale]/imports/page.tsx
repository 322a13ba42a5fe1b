import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { currentSite } from "@globalmarket/web/server/site";
import { FileUp } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { ImportTable } from "@/features/imports/import-table";
import { listImports } from "@/features/imports/reads";
import { UploadForm } from "@/features/imports/upload-form";

type Props = PageProps<"/[locale]/imports">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("imports");
  return { title: t("title") };
}

export default async function ImportsPage({ searchParams }: Props) {
  const t = await getTranslations("imports");
  const { locale } = await currentSite();
  const [cursor] = [(await searchParams).cursor].flat();
  return (
    <Gate path="/imports" right="edit_products">
      {async () => {
        const { items, next_cursor } = await listImports(cursor);
        const empty = { icon: <FileUp />, title: t("none"), hint: t("none_hint") };
        return (
          <PageFrame title={t("title")}>
            <UploadForm />
            <Listing here={`/${locale.tag}/imports`} cursor={cursor} next={next_cursor} empty={empty}>
              {items.length > 0 && <ImportTable imports={items} />}
            </Listing>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
