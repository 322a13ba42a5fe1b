import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { FileUp } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { IMPORTS } from "@/features/imports/list";
import { UploadForm } from "@/features/imports/upload-form";

type Props = PageProps<"/[locale]/imports">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("imports");
  return { title: t("title") };
}

export default async function ImportsPage({ searchParams }: Props) {
  const t = await getTranslations("imports");
  const asked = await searchParams;
  return (
    <ListPage
      list={IMPORTS}
      asked={asked}
      empty={{ icon: <FileUp />, title: t("none"), hint: t("none_hint") }}
      frame={(list) => (
        <PageFrame title={t("title")}>
          <UploadForm />
          {list}
        </PageFrame>
      )}
    />
  );
}
