import { headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { LOCALE_HEADER } from "../server/names";

type Catalogue = Record<string, unknown>;

/** The words of an app, in the language of the address. `load` brings one catalogue. */
export function requestConfigOf(
  namespaces: readonly string[],
  load: (language: string, name: string) => Promise<Catalogue>,
): ReturnType<typeof getRequestConfig> {
  return getRequestConfig(async () => {
    const locale = (await headers()).get(LOCALE_HEADER) ?? "en-NL";
    const [language = "en"] = locale.split("-");
    const entries = namespaces.map(async (name) => [name, await load(language, name)] as const);
    return { locale, messages: Object.fromEntries(await Promise.all(entries)), timeZone: "UTC" };
  });
}
