import { buttonClass } from "@globalmarket/ui/button";
import { Empty } from "@globalmarket/ui/empty";
import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { SearchX } from "lucide-react";
import { getTranslations } from "next-intl/server";

export default async function NotFound() {
  const t = await getTranslations("frame");
  const { locale } = await currentSite();
  return (
    <Empty icon={<SearchX />} title={t("not_found")} isPage>
      <p>{t("not_found_hint")}</p>
      <Link href={`/${locale.tag}`} className={buttonClass()}>
        {t("sections.today")}
      </Link>
    </Empty>
  );
}
