import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Link } from "@globalmarket/web/frame/link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { apply } from "@/features/applying/actions";
import { applicationFields } from "@/features/applying/fields";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("applying");
  return { title: t("title") };
}

/** For who does not sell here yet. */
export default async function ApplyPage() {
  const t = await getTranslations("applying");
  const { locale, region } = await currentSite();
  const toLogIn = (words: React.ReactNode) => (
    <Link href={`/${locale.tag}/login`} className="underline underline-offset-4">
      {words}
    </Link>
  );
  return (
    <PageFrame title={t("title")}>
      <div className="flex max-w-2xl flex-col gap-2 text-muted">
        <p>{t("intro", { region: region.name })}</p>
        <p>{t.rich("have_account", { link: toLogIn })}</p>
      </div>
      <Panel title={t("form")}>
        <FieldForm
          id="apply"
          action={apply}
          submit={t("send")}
          isOnce
          fields={[keyField(), ...(await applicationFields())]}
        />
      </Panel>
    </PageFrame>
  );
}
