import { getTranslations } from "next-intl/server";

/** Why there is no label, or why it could not be given back: in our words, or in the carrier's own. */
export async function Problem({ problem }: { problem: string }) {
  const t = await getTranslations("labels");
  if (!problem) return null;
  if (t.has(`problems.${problem}`)) return <p className="text-sm">{t(`problems.${problem}`)}</p>;
  return (
    <p className="text-sm">
      {t("carrier_says")} <bdi>{problem}</bdi>
    </p>
  );
}
