import type { MySession } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Badge } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { getTranslations } from "next-intl/server";
import { FieldForm } from "../forms/field-form";
import { currentSite } from "../server/site";
import { endOtherSession } from "./actions";

/** Where a person is logged in, with a way to log out there. */
export async function SessionTable({ sessions }: { sessions: MySession[] }) {
  const t = await getTranslations("security");
  const { locale, region } = await currentSite();
  const time = (at: string) => formatTime(at, locale.tag, region.timezone);
  return (
    <DataTable
      caption={t("sessions")}
      rows={sessions}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("device"),
          cell: ({ user_agent }) => (
            <bdi dir="ltr" title={user_agent} className="block max-w-80 truncate font-normal">
              {user_agent || t("unknown_device")}
            </bdi>
          ),
        },
        { title: t("address"), cell: ({ address }) => <bdi dir="ltr">{address}</bdi> },
        { title: t("since"), cell: ({ created_at }) => time(created_at) },
        { title: t("last_used"), cell: ({ refreshed_at }) => time(refreshed_at) },
        { title: t("end"), cell: (session) => <End session={session} here={t("this_one")} label={t("end")} /> },
      ]}
    />
  );
}

function End({ session, here, label }: { session: MySession; here: string; label: string }) {
  if (session.is_this_one) return <Badge tone="brand">{here}</Badge>;
  return (
    <FieldForm
      id={`end-${session.id}`}
      action={endOtherSession}
      submit={label}
      look="secondary"
      fields={[{ name: "session_id", type: "hidden", value: session.id }]}
    />
  );
}
