import type { StaffRow } from "@globalmarket/api";
import { Badge } from "@globalmarket/ui/badge";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable, Reader } from "@globalmarket/web/lists/list";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** Whether the member can log in, or has still to answer the invitation: the name of a text in the catalogue `staff`. */
function accessOf({ is_active, has_password }: StaffRow) {
  if (!is_active) return "no_access";
  return has_password ? "active" : "invited";
}

const TONES = { no_access: "plain", active: "good", invited: "warn" } as const;

/** The same as a mark. */
export async function MemberMark({ member }: { member: StaffRow }) {
  const t = await getTranslations("staff");
  const access = accessOf(member);
  return <Badge tone={TONES[access]}>{t(access)}</Badge>;
}

/** The operator's people, a row each. */
export async function memberTable(_rows: StaffRow[], { listQuery }: Reader): Promise<ListTable<StaffRow>> {
  const t = await getTranslations("staff");
  const roles = await getTranslations("frame.roles");
  const { locale } = await currentSite();
  const list = new Intl.ListFormat(locale.tag, { type: "unit" });
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "name",
        title: t("name"),
        text: ({ name }) => name,
        cell: ({ id, name }) => (
          <Link href={pageOfRow(`/${locale.tag}/staff/${id}`, listQuery)} className="underline underline-offset-4">
            <bdi>{name}</bdi>
          </Link>
        ),
      },
      {
        key: "email",
        title: t("email"),
        text: ({ email }) => email,
        cell: ({ email }) => <bdi dir="ltr">{email}</bdi>,
      },
      {
        key: "roles",
        title: t("roles"),
        text: (member) => list.format(member.roles.map((role) => roles(role as "admin"))),
      },
      {
        key: "access",
        title: t("access"),
        text: (member) => t(accessOf(member)),
        cell: (member) => <MemberMark member={member} />,
      },
      { key: "since", title: t("since"), day: ({ created_at }) => created_at },
    ],
  };
}
