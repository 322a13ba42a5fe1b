import "server-only";
import type { MyProfile } from "@globalmarket/api";
import { getTranslations } from "next-intl/server";

/** Who did something, as the reader knows it: the API names people of staff by id alone. */
export async function whoDid(id: string, reader: Pick<MyProfile, "id">): Promise<string> {
  const t = await getTranslations("money.who");
  if (id === reader.id) return t("you");
  return id === "system" ? t("schedule") : t("colleague");
}
