import type { StaffRow } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { Panel } from "@globalmarket/web/frame/panel";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { changeRoles, endAccess, inviteAgain, restoreAccess } from "./actions";
import { roleFields } from "./role-fields";

interface Props {
  member: StaffRow;
  /** The query of the list that led here. */
  from: string;
}

/** What another administrator can do about a member: other roles, another invitation, no access, or access again. */
export async function AccessForms({ member, from }: Props) {
  const t = await getTranslations("staff");
  const hidden: FieldSpec[] = [
    { name: "member", type: "hidden", value: member.id },
    { name: "from", type: "hidden", value: from },
  ];
  if (!member.is_active) {
    return (
      <Panel title={t("restore_title")} isNarrow>
        <p className="text-muted">{t("restore_hint")}</p>
        <FieldForm
          id="restore"
          action={restoreAccess}
          submit={t("restore")}
          confirm={t("restore_confirm")}
          fields={[...hidden, keyField(), await reasonField()]}
        />
      </Panel>
    );
  }
  return (
    <>
      {!member.has_password && (
        <Panel title={t("invited")} isNarrow>
          <p className="text-muted">{t("again_hint")}</p>
          <FieldForm
            id="again"
            action={inviteAgain}
            submit={t("again")}
            look="secondary"
            fields={[...hidden, keyField()]}
          />
        </Panel>
      )}
      <Panel title={t("roles")} isNarrow>
        <p className="text-muted">{t("roles_hint")}</p>
        <FieldForm
          id="roles"
          action={changeRoles}
          submit={t("save_roles")}
          confirm={t("roles_confirm")}
          fields={[
            ...hidden,
            keyField(),
            { name: "etag", type: "hidden", value: member.etag },
            ...(await roleFields(member.roles)),
            await reasonField(),
          ]}
        />
      </Panel>
      <Fold title={t("end_title")} hint={t("end_hint")}>
        <FieldForm
          id="end"
          action={endAccess}
          submit={t("end")}
          confirm={t("end_confirm")}
          look="danger"
          fields={[...hidden, keyField(), await reasonField()]}
        />
      </Fold>
    </>
  );
}
