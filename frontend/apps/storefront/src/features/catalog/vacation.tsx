import type { VacationNotice } from "@globalmarket/api";
import { formatDay } from "@globalmarket/i18n";
import { Notice } from "@globalmarket/ui/notice";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";

/** When a vendor takes no orders, and what it says of that. */
export async function Vacation({ vacation, vendor }: { vacation: VacationNotice; vendor: string }) {
  const t = await getTranslations("vendor.vacation");
  const { locale } = await currentShop();
  const day = (date: string) => formatDay(date, locale.tag, "UTC"); // a day of the calendar, which is none of a time zone
  const words = { vendor, from: day(vacation.starts_on), day: day(vacation.reopens_on) };
  return (
    <Notice kind="info">
      <p className="font-semibold">{t(vacation.is_closed ? "closed" : "soon", words)}</p>
      {vacation.text && (
        <p lang={vacation.language} dir="auto" className="whitespace-pre-line">
          {vacation.text}
        </p>
      )}
    </Notice>
  );
}
