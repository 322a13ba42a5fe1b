import "../globals.css";
import type { Region } from "@globalmarket/api";
import { directionOf } from "@globalmarket/i18n";
import { inkOn } from "@globalmarket/ui/contrast";
import type { Metadata } from "next";
import { getMessages } from "next-intl/server";
import type { CSSProperties, ReactNode } from "react";
import { Footer } from "@/features/frame/footer";
import { Header } from "@/features/frame/header";
import { Navigation } from "@/features/frame/navigation";
import { SkipLink } from "@/features/frame/skip-link";
import { cardOf } from "@/features/share/card-of";
import { currentShop } from "@/server/shop";
import { arabic, latin } from "../fonts";

export async function generateMetadata(): Promise<Metadata> {
  const { origin, region, locale } = await currentShop();
  return {
    metadataBase: new URL(origin),
    title: { default: region.name, template: `%s · ${region.name}` },
    openGraph: { siteName: region.name, images: cardOf(`/${locale.tag}`, region.name) },
    twitter: { card: "summary_large_image" },
  };
}

/** The region's own colour in place of the shop's. What is written on it is black or white, whichever can be read better. */
function brandStyle({ brand }: Region): CSSProperties | undefined {
  if (!brand.colour) return undefined;
  return { "--brand": brand.colour, "--brand-ink": inkOn(brand.colour) } as CSSProperties;
}

export default async function Layout({ children }: { children: ReactNode }) {
  const { region, locale } = await currentShop();
  const messages = await getMessages();
  return (
    <html
      lang={locale.tag}
      dir={directionOf(locale.language)}
      className={`${latin.variable} ${arabic.variable}`}
      style={brandStyle(region)}
    >
      <body className="flex min-h-dvh flex-col font-sans">
        <SkipLink />
        <Header />
        <Navigation words={messages.faults}>{children}</Navigation>
        <Footer />
      </body>
    </html>
  );
}
