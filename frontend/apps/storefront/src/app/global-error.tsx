"use client";

import "./globals.css";
import { directionOf } from "@globalmarket/i18n";
import { usePathname } from "next/navigation";
import { Fault } from "@/features/frame/fault";
import { faultWords } from "@/i18n/fault-words";

/** Where not even the shop's frame could be made. */
export default function GlobalError() {
  const [, locale = ""] = usePathname().split("/");
  const { language, title } = faultWords(locale);
  return (
    <html lang={language} dir={directionOf(language)}>
      <body className="flex min-h-dvh flex-col justify-center font-sans">
        <title>{title}</title>
        <main>
          <Fault retry={() => window.location.reload()} />
        </main>
      </body>
    </html>
  );
}
