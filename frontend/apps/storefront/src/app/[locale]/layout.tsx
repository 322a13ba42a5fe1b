import "../globals.css";
import { directionOf } from "@globalmarket/i18n";
import { brandStyle } from "@globalmarket/web/frame/brand";
import { arabic, latin } from "@globalmarket/web/frame/fonts";
import { SkipLink } from "@globalmarket/web/frame/skip-link";
import type { Metadata } from "next";
import { getMessages, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ChatLink } from "@/features/assistant/chat-link";
import { Counting } from "@/features/behaviour/counting";
import { Footer } from "@/features/frame/footer";
import { Header } from "@/features/frame/header";
import { ShopNavigation } from "@/features/frame/navigation";
import { SupportBanner } from "@/features/frame/support-banner";
import { cardOf } from "@/features/share/card-of";
import { currentShop } from "@/server/shop";

export async function generateMetadata(): Promise<Metadata> {
  const { origin, region, locale } = await currentShop();
  return {
    metadataBase: new URL(origin),
    title: { default: region.name, template: `%s · ${region.name}` },
    openGraph: { siteName: region.name, images: cardOf(`/${locale.tag}`, region.name) },
    twitter: { card: "summary_large_image" },
  };
}

export default async function Layout({ children }: { children: ReactNode }) {
  const { region, locale } = await currentShop();
  const messages = await getMessages();
  const t = await getTranslations("frame");
  const behaviour = await getTranslations("behaviour");
  return (
    <html
      lang={locale.tag}
      dir={directionOf(locale.language)}
      className={`${latin.variable} ${arabic.variable}`}
      style={brandStyle(region)}
    >
      <body className="flex min-h-dvh flex-col font-sans">
        <SkipLink />
        <SupportBanner words={{ text: t("support_view.text"), end: t("support_view.end") }} />
        <Header />
        <ShopNavigation words={messages.faults}>{children}</ShopNavigation>
        <Counting
          address={`/${locale.tag}/behaviour`}
          preferences={`/${locale.tag}/preferences`}
          words={{
            title: behaviour("title"),
            text: behaviour("text"),
            agree: behaviour("agree"),
            refuse: behaviour("refuse"),
            later: behaviour("later"),
          }}
        />
        <Footer />
        <ChatLink />
      </body>
    </html>
  );
}
