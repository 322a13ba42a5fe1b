import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { Fold } from "@globalmarket/web/frame/fold";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { removePage, savePage } from "@/features/pages/actions";
import { pageFields } from "@/features/pages/fields";
import { pageTitle } from "@/features/pages/page-title";
import { getPage } from "@/features/pages/reads";

type Props = PageProps<"/[locale]/pages/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages");
  return { title: t("page") };
}

export default async function ContentPage({ params }: Props) {
  const { id } = await params;
  const t = await getTranslations("pages");
  const { locale } = await currentSite();
  return (
    <Gate path={`/pages/${id}`} right="edit_catalogue">
      {async () => {
        const { page, etag } = await getPage(id);
        const hidden: FieldSpec[] = [
          { name: "page", type: "hidden", value: id },
          { name: "etag", type: "hidden", value: etag },
        ];
        const { text, lang } = pageTitle(page, locale);
        return (
          <PageFrame
            above={<BackLink href={`/${locale.tag}/pages`}>{t("title")}</BackLink>}
            title={<bdi lang={lang}>{text}</bdi>}
          >
            <Panel title={t("edit_title")}>
              <FieldForm
                id="save"
                action={savePage}
                submit={t("save")}
                fields={[...hidden, ...(await pageFields(page))]}
              />
            </Panel>
            <Fold title={t("remove_title")} hint={t("remove_hint")}>
              <FieldForm
                id="remove"
                action={removePage}
                submit={t("remove")}
                confirm={t("remove_confirm")}
                look="danger"
                fields={hidden}
              />
            </Fold>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
