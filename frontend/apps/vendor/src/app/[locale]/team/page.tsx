import { languageName } from "@globalmarket/i18n";
import { keyField } from "@globalmarket/web/forms/change";
import { Done } from "@globalmarket/web/forms/done";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { inviteMember } from "@/features/team/actions";
import { MemberTable } from "@/features/team/member-table";
import { listMembers } from "@/features/team/reads";
import { roleFields } from "@/features/team/role-fields";

type Props = PageProps<"/[locale]/team">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("team");
  return { title: t("title") };
}

export default async function TeamPage({ searchParams }: Props) {
  const t = await getTranslations("team");
  const { region, locale } = await currentSite();
  const { done } = await searchParams;
  return (
    <Gate path="/team" right="manage_team">
      {async () => (
        <PageFrame title={t("title")}>
          <Done asked={done} messages={{ removed: t("removed") }} />
          <MemberTable members={await listMembers()} />
          <Panel title={t("invite_title")} isNarrow>
            <p className="text-muted">{t("invite_hint")}</p>
            <FieldForm
              id="invite"
              action={inviteMember}
              submit={t("invite")}
              fields={[
                keyField(),
                { name: "name", label: t("name"), maxLength: 100 },
                { name: "email", type: "email", label: t("email"), maxLength: 254 },
                {
                  name: "language",
                  type: "select",
                  label: t("language"),
                  value: locale.language,
                  options: region.languages.map((code) => ({ value: code, label: languageName(code), lang: code })),
                },
                ...(await roleFields()),
              ]}
            />
          </Panel>
        </PageFrame>
      )}
    </Gate>
  );
}
