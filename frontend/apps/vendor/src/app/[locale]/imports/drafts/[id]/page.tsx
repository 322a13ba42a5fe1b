import { BackLink } from "@globalmarket/web/frame/back-link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { mappingIn } from "@/features/imports/mapping";
import { MappingForm } from "@/features/imports/mapping-form";
import { PreviewPanel } from "@/features/imports/preview-panel";
import { previewDraft } from "@/features/imports/reads";

type Props = PageProps<"/[locale]/imports/drafts/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("imports");
  return { title: t("map.page") };
}

export default async function DraftPage({ params, searchParams }: Props) {
  const { id } = await params;
  const { mapped } = await searchParams;
  const t = await getTranslations("imports");
  const { locale } = await currentSite();
  return (
    <Gate path={`/imports/drafts/${id}`} right="edit_products">
      {async () => {
        const preview = await previewDraft(id, mappingIn(mapped));
        return (
          <PageFrame
            above={<BackLink href={`/${locale.tag}/imports`}>{t("title")}</BackLink>}
            title={<bdi>{preview.draft.filename}</bdi>}
          >
            <PreviewPanel preview={preview} />
            {preview.columns.length > 0 && <MappingForm key={String([mapped])} preview={preview} />}
          </PageFrame>
        );
      }}
    </Gate>
  );
}
