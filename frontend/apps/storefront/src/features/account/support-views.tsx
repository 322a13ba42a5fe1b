import { formatTime } from "@globalmarket/i18n";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { listSupportViews } from "./privacy-reads";

/** When the operator's support looked at the account, for its customer to know. */
export async function SupportViews() {
  const t = await getTranslations("account");
  const { locale, region } = await currentShop();
  const views = await listSupportViews();
  return (
    <>
      <h2 id="support" className="font-semibold text-xl">
        {t("support_views.title")}
      </h2>
      <p className="text-muted">{t(views.length > 0 ? "support_views.hint" : "support_views.none")}</p>
      {views.length > 0 && (
        <ul className="flex flex-col gap-1">
          {views.map(({ id, begun_at }) => (
            <li key={id}>{t("support_views.at", { time: formatTime(begun_at, locale.tag, region.timezone) })}</li>
          ))}
        </ul>
      )}
    </>
  );
}
