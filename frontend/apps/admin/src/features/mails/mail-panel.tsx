import type { MyProfile } from "@globalmarket/api";
import { RowTable } from "@globalmarket/web/lists/row-table";
import { getTranslations } from "next-intl/server";
import { mailTable } from "./mail-table";
import { listMails } from "./reads";

/** The mails about an order, each with the way to its text. */
export async function MailPanel({ orderId, person }: { orderId: string; person: MyProfile }) {
  const t = await getTranslations("mails");
  const { items } = await listMails({ order: orderId });
  return (
    <section aria-labelledby="mails" className="flex min-w-0 flex-col gap-3">
      <h2 id="mails" className="font-semibold text-lg">
        {t("title")}
      </h2>
      {items.length > 0 ? (
        <RowTable table={await mailTable(items, { person, listQuery: `?order=${orderId}` })} rows={items} />
      ) : (
        <p className="text-muted">{t("none_of_order")}</p>
      )}
    </section>
  );
}
