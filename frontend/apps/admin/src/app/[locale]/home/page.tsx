import { Done } from "@globalmarket/web/forms/done";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { saveHome } from "@/features/home/actions";
import { heroFields, sectionFields } from "@/features/home/fields";
import { getHome } from "@/features/home/reads";

type Props = PageProps<"/[locale]/home">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("home");
  return { title: t("title") };
}

export default async function HomeContentPage({ searchParams }: Props) {
  const t = await getTranslations("home");
  const asked = await searchParams;
  return (
    <Gate path="/home" right="edit_catalogue">
      {async () => {
        const { home, etag } = await getHome();
        return (
          <PageFrame title={t("title")}>
            <Done asked={asked.done} messages={{ saved: t("done.saved") }} />
            <p className="max-w-2xl text-muted">{t("hint")}</p>
            <Panel title={t("form")}>
              <FieldForm
                id="home"
                action={saveHome}
                submit={t("save")}
                fields={[
                  { name: "etag", type: "hidden", value: etag },
                  ...(await heroFields(home)),
                  ...(await sectionFields(home)),
                ]}
              />
            </Panel>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
