import "../globals.css";
import { directionOf } from "@globalmarket/i18n";
import { DraftOwner } from "@globalmarket/web/forms/draft-owner";
import { brandStyle } from "@globalmarket/web/frame/brand";
import { arabic, latin } from "@globalmarket/web/frame/fonts";
import { SkipLink } from "@globalmarket/web/frame/skip-link";
import { findPerson } from "@globalmarket/web/server/person";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getMessages, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Sections } from "@/features/frame/sections";
import { TopBar } from "@/features/frame/top-bar";
import { VendorNavigation } from "@/features/frame/vendor-navigation";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("frame");
  const { origin, region } = await currentSite();
  const name = t("app_name", { region: region.name });
  return {
    metadataBase: new URL(origin),
    title: { default: name, template: `%s · ${name}` },
    robots: { index: false, follow: false },
  };
}

export default async function Layout({ children }: { children: ReactNode }) {
  const { region, locale } = await currentSite();
  const messages = await getMessages();
  const person = await findPerson();
  return (
    <html
      lang={locale.tag}
      dir={directionOf(locale.language)}
      className={`${latin.variable} ${arabic.variable}`}
      style={brandStyle(region)}
    >
      <body data-person={person?.id} className="flex min-h-dvh flex-col font-sans">
        <DraftOwner person={person?.id ?? ""} />
        <SkipLink />
        <TopBar person={person} />
        <div className={person ? "flex flex-1 flex-col lg:grid lg:grid-cols-[15rem_1fr]" : "flex flex-1 flex-col"}>
          {person && (
            <div className="no-print border-line border-b p-2 lg:border-e lg:border-b-0 lg:p-4">
              <Sections person={person} />
            </div>
          )}
          <div className="flex min-w-0 flex-1 flex-col">
            <VendorNavigation words={messages.faults}>{children}</VendorNavigation>
          </div>
        </div>
      </body>
    </html>
  );
}
