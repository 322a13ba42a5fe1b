import { readTyped } from "@globalmarket/web/palette/find";
import { FindPage } from "@globalmarket/web/palette/find-page";
import { requirePerson } from "@globalmarket/web/server/person";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { find } from "@/features/find/reads";
import { openPages } from "@/features/frame/open-pages";

type Props = PageProps<"/[locale]/find">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("palette");
  return { title: t("title") };
}

export default async function FindSomethingPage({ searchParams }: Props) {
  const t = await getTranslations("palette");
  const { locale } = await currentSite();
  const q = readTyped((await searchParams).q);
  const person = await requirePerson(`/find?q=${encodeURIComponent(q)}`);
  const pages = (await openPages(person)).filter(({ title }) => title.toLowerCase().includes(q.toLowerCase()));
  const groups = [{ label: t("pages"), items: pages }, ...(q ? await find(q) : [])];
  return <FindPage here={`/${locale.tag}/find`} q={q} groups={groups} />;
}
