import type { VendorPerson } from "@globalmarket/api";
import { formatDay } from "@globalmarket/i18n";
import { Badge } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { ROLES } from "./roles";

/** The vendor's people, with what they may do. */
export async function MemberTable({ members }: { members: VendorPerson[] }) {
  const t = await getTranslations("team");
  const tFrame = await getTranslations("frame");
  const { locale, region } = await currentSite();
  return (
    <DataTable
      caption={t("title")}
      rows={members}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("name"),
          cell: ({ id, name, email }) => (
            <>
              <Link href={`/${locale.tag}/team/${id}`} className="underline underline-offset-4">
                <bdi>{name}</bdi>
              </Link>
              <span className="block font-normal text-muted">
                <bdi dir="ltr">{email}</bdi>
              </span>
            </>
          ),
        },
        {
          title: t("roles_title"),
          cell: ({ roles }) =>
            ROLES.filter((role) => roles.includes(role))
              .map((role) => tFrame(`roles.${role}`))
              .join(", "),
        },
        {
          title: t("state"),
          cell: ({ has_password }) =>
            has_password ? <Badge tone="good">{t("active")}</Badge> : <Badge tone="warn">{t("waiting")}</Badge>,
        },
        { title: t("since"), cell: ({ created_at }) => formatDay(created_at, locale.tag, region.timezone) },
      ]}
    />
  );
}
