import { headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { LOCALE_HEADER } from "../server/names";

type Catalogue = Record<string, unknown>;

/** Of the pages that the back offices share; they lie in `messages/` of this package. */
const SHARED = ["security", "confirmation", "lists", "palette", "reports"];

/** The words of an app, in the language of the address. `load` brings one catalogue. */
export function requestConfigOf(
  namespaces: readonly string[],
  load: (language: string, name: string) => Promise<Catalogue>,
): ReturnType<typeof getRequestConfig> {
  return getRequestConfig(async () => {
    const locale = (await headers()).get(LOCALE_HEADER) ?? "en-NL";
    const [language = "en"] = locale.split("-");
    const own = namespaces.map(async (name) => [name, await load(language, name)] as const);
    const shared = SHARED.map(async (name) => [name, await loadShared(language, name)] as const);
    return { locale, messages: Object.fromEntries(await Promise.all([...own, ...shared])), timeZone: "UTC" };
  });
}

async function loadShared(language: string, name: string): Promise<Catalogue> {
  return (await import(`../../messages/${language}/${name}.json`)).default;
}
