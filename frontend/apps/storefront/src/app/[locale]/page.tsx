import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Hero } from "@/features/home/hero";
import { getHomePage } from "@/features/home/reads";
import { HomeSection } from "@/features/home/section";
import { alternatesOfHome } from "@/features/machines/alternates";
import { StructuredData } from "@/features/machines/structured-data";
import { RecentlySeen } from "@/features/seen/recently-seen";
import { currentShop } from "@/server/shop";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("home");
  const { region } = await currentShop();
  return {
    title: { absolute: region.name },
    description: t("description", { shop: region.name }),
    alternates: await alternatesOfHome(),
  };
}

export default async function HomePage() {
  const { origin, region } = await currentShop();
  const { hero, sections } = await getHomePage();
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-14 px-4 py-6">
      <StructuredData data={{ "@type": "Organization", name: region.name, url: origin }} />
      {hero ? <Hero hero={hero} /> : <h1 className="font-bold text-3xl tracking-tight">{region.name}</h1>}
      {sections.map((section, place) => (
        <HomeSection
          key={`${section.kind} ${section.category}`}
          section={section}
          isFirst={place === 0 && !hero?.image}
        />
      ))}
      <RecentlySeen />
    </div>
  );
}
