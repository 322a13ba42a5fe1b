import { Empty } from "@globalmarket/ui/empty";
import { Lock } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { type Right, rolesWith } from "./rights";

/** In place of a page that the person's roles do not open: which role would. */
export async function Refusal({ right }: { right: Right }) {
  const t = await getTranslations("frame");
  const names = rolesWith(right).map((role) => t(`roles.${role}`));
  const roles = new Intl.ListFormat(await getLocale(), { type: "disjunction" }).format(names);
  return (
    <Empty icon={<Lock />} title={t("not_allowed")}>
      <p>{t("needs_role", { roles })}</p>
    </Empty>
  );
}
