import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { Fold } from "@globalmarket/web/frame/fold";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { removeCategory, saveCategory } from "@/features/categories/actions";
import { categoryFields } from "@/features/categories/fields";
import { getCategory, listCategories } from "@/features/categories/reads";
import { titleIn } from "@/features/products/titles";

type Props = PageProps<"/[locale]/categories/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("categories");
  return { title: t("category") };
}

export default async function CategoryPage({ params }: Props) {
  const { id } = await params;
  const t = await getTranslations("categories");
  const { locale } = await currentSite();
  return (
    <Gate path={`/categories/${id}`} right="edit_catalogue">
      {async () => {
        const { category, etag } = await getCategory(id);
        const all = await listCategories();
        const hidden: FieldSpec[] = [
          { name: "category", type: "hidden", value: id },
          { name: "etag", type: "hidden", value: etag },
        ];
        const { text, lang } = titleIn(category.names, locale);
        return (
          <PageFrame
            above={<BackLink href={`/${locale.tag}/categories`}>{t("title")}</BackLink>}
            title={<bdi lang={lang}>{text}</bdi>}
          >
            <Panel title={t("edit_title")} isNarrow>
              <FieldForm
                id="save"
                action={saveCategory}
                submit={t("save")}
                fields={[...hidden, ...(await categoryFields(all, category))]}
              />
            </Panel>
            <Fold title={t("remove_title")} hint={t("remove_hint")}>
              <FieldForm
                id="remove"
                action={removeCategory}
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
