import "server-only";
import type { MyProfile } from "@globalmarket/api";
import { getTranslations } from "next-intl/server";

/** Who did something, as the reader knows it: the API names people of staff by id alone. */
export async function whoFor(reader: Pick<MyProfile, "id">): Promise<(id: string) => string> {
  const t = await getTranslations("money.who");
  return (id) => {
    if (id === reader.id) return t("you");
    return id === "system" ? t("schedule") : t("colleague");
  };
}

/** The same of one action. */
export async function whoDid(id: string, reader: Pick<MyProfile, "id">): Promise<string> {
  return (await whoFor(reader))(id);
}
