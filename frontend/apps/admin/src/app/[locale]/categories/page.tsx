import { keyField } from "@globalmarket/web/forms/change";
import { Done } from "@globalmarket/web/forms/done";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { addCategory, moveCategory } from "@/features/categories/actions";
import { CategoryTable } from "@/features/categories/category-table";
import { CATEGORY_DONE } from "@/features/categories/done";
import { categoryFields } from "@/features/categories/fields";
import { MoveForm } from "@/features/categories/move-form";
import { listCategories } from "@/features/categories/reads";

type Props = PageProps<"/[locale]/categories">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("categories");
  return { title: t("title") };
}

export default async function CategoriesPage({ searchParams }: Props) {
  const t = await getTranslations("categories");
  const asked = await searchParams;
  return (
    <Gate path="/categories" right="edit_catalogue">
      {async () => {
        const categories = await listCategories();
        return (
          <PageFrame title={t("title")}>
            <Done
              asked={asked.done}
              messages={Object.fromEntries(CATEGORY_DONE.map((name) => [name, t(`done.${name}`)]))}
            />
            <Fold title={t("add_title")} hint={t("add_hint")}>
              <FieldForm
                id="add"
                action={addCategory}
                submit={t("add")}
                fields={[keyField(), ...(await categoryFields(categories))]}
              />
            </Fold>
            {categories.length > 0 ? (
              <>
                <p className="max-w-2xl text-muted">{t("moves.hint")}</p>
                <MoveForm action={moveCategory} />
                <CategoryTable categories={categories} />
              </>
            ) : (
              <p className="text-muted">{t("none")}</p>
            )}
          </PageFrame>
        );
      }}
    </Gate>
  );
}
