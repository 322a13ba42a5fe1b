import { getTranslations } from "next-intl/server";

export async function SkipLink() {
  const t = await getTranslations("frame");
  return (
    <a
      href="#content"
      className="sr-only focus:not-sr-only focus:fixed focus:inset-s-4 focus:top-4 focus:z-50 focus:rounded-lg focus:bg-surface focus:p-4 focus:shadow-float"
    >
      {t("skip")}
    </a>
  );
}
