import { FieldForm } from "@globalmarket/web/forms/field-form";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { Fold } from "@globalmarket/web/frame/fold";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { changeRoles, removeMember } from "@/features/team/actions";
import { getMember } from "@/features/team/reads";
import { roleFields } from "@/features/team/role-fields";

type Props = PageProps<"/[locale]/team/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("team");
  return { title: t("title") };
}

export default async function MemberPage({ params }: Props) {
  const { id } = await params;
  const t = await getTranslations("team");
  const { locale } = await currentSite();
  return (
    <Gate path={`/team/${id}`} right="manage_team">
      {async () => {
        const { name, email, roles, etag } = await getMember(id);
        return (
          <PageFrame title={<bdi>{name}</bdi>}>
            <BackLink href={`/${locale.tag}/team`}>{t("title")}</BackLink>
            <p className="text-muted">
              <bdi dir="ltr">{email}</bdi>
            </p>
            <Panel title={t("roles_title")} isNarrow>
              <p className="text-muted">{t("roles_hint")}</p>
              <FieldForm
                id="roles"
                action={changeRoles}
                submit={t("save_roles")}
                fields={[
                  { name: "id", type: "hidden", value: id },
                  { name: "etag", type: "hidden", value: etag },
                  ...(await roleFields(roles)),
                ]}
              />
            </Panel>
            <Fold title={t("remove_title")} hint={t("remove_hint")}>
              <FieldForm
                id="remove"
                action={removeMember}
                submit={t("remove")}
                confirm={t("remove_confirm")}
                look="danger"
                fields={[
                  { name: "id", type: "hidden", value: id },
                  { name: "name", type: "hidden", value: name },
                ]}
              />
            </Fold>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
