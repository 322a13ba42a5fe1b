import type { StaffRow } from "@globalmarket/api";
import { formatDay } from "@globalmarket/i18n";
import { Badge } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** Whether the member can log in, or has still to answer the invitation. */
export async function MemberMark({ member }: { member: StaffRow }) {
  const t = await getTranslations("staff");
  if (!member.is_active) return <Badge tone="plain">{t("no_access")}</Badge>;
  return member.has_password ? <Badge tone="good">{t("active")}</Badge> : <Badge tone="warn">{t("invited")}</Badge>;
}

interface Props {
  members: StaffRow[];
  /** Of the list's address, for the way back to it. */
  listQuery: string;
}

/** The operator's people, a row each. */
export async function MemberTable({ members, listQuery }: Props) {
  const t = await getTranslations("staff");
  const roles = await getTranslations("frame.roles");
  const { locale, region } = await currentSite();
  const list = new Intl.ListFormat(locale.tag, { type: "unit" });
  return (
    <DataTable
      caption={t("title")}
      rows={members}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("name"),
          cell: ({ id, name }) => (
            <Link href={pageOfRow(`/${locale.tag}/staff/${id}`, listQuery)} className="underline underline-offset-4">
              <bdi>{name}</bdi>
            </Link>
          ),
        },
        { title: t("email"), cell: ({ email }) => <bdi dir="ltr">{email}</bdi> },
        { title: t("roles"), cell: (member) => list.format(member.roles.map((role) => roles(role as "admin"))) },
        { title: t("access"), cell: (member) => <MemberMark member={member} /> },
        { title: t("since"), cell: ({ created_at }) => formatDay(created_at, locale.tag, region.timezone) },
      ]}
    />
  );
}
