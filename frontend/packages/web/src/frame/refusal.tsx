import { Empty } from "@globalmarket/ui/empty";
import { Lock } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";

interface Props {
  /** One of these is needed: names in the app's catalogue, `frame.roles`. */
  roles: readonly string[];
}

/** In place of a page that the person's roles do not open: which role would. */
export async function Refusal({ roles }: Props) {
  const t = await getTranslations("frame");
  const names = roles.map((role) => t(`roles.${role}`));
  const list = new Intl.ListFormat(await getLocale(), { type: "disjunction" }).format(names);
  return (
    <Empty icon={<Lock />} title={t("not_allowed")}>
      <p>{t("needs_role", { roles: list })}</p>
    </Empty>
  );
}
