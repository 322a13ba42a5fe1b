import { keyField } from "@globalmarket/web/forms/change";
import { Done } from "@globalmarket/web/forms/done";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { addPage } from "@/features/pages/actions";
import { PAGE_DONE } from "@/features/pages/done";
import { pageFields } from "@/features/pages/fields";
import { PageTable } from "@/features/pages/page-table";
import { listPages } from "@/features/pages/reads";

type Props = PageProps<"/[locale]/pages">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages");
  return { title: t("title") };
}

export default async function PagesPage({ searchParams }: Props) {
  const t = await getTranslations("pages");
  const asked = await searchParams;
  return (
    <Gate path="/pages" right="edit_catalogue">
      {async () => {
        const pages = await listPages();
        return (
          <PageFrame title={t("title")}>
            <Done
              asked={asked.done}
              messages={Object.fromEntries(PAGE_DONE.map((name) => [name, t(`done.${name}`)]))}
            />
            <p className="max-w-2xl text-muted">{t("hint")}</p>
            {pages.length > 0 ? <PageTable pages={pages} /> : <p className="text-muted">{t("none")}</p>}
            <Panel title={t("add_title")}>
              <FieldForm id="add" action={addPage} submit={t("add")} fields={[keyField(), ...(await pageFields())]} />
            </Panel>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
