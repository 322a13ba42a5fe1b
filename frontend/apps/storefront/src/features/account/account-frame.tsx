import { Button } from "@globalmarket/ui/button";
import { Link } from "@globalmarket/web/frame/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { logOut } from "@/features/auth/actions";
import { currentShop } from "@/server/shop";

const SECTIONS = ["overview", "orders", "cards", "gift-cards", "addresses", "profile", "security"] as const;

export type Section = (typeof SECTIONS)[number];

interface Props {
  section: Section;
  title: string;
  children: ReactNode;
}

/** A page of the account, beside the links to the others. */
export async function AccountFrame({ section, title, children }: Props) {
  const t = await getTranslations("account");
  const { locale } = await currentShop();
  const home = `/${locale.tag}/account`;
  return (
    <div className="mx-auto grid max-w-7xl gap-x-12 gap-y-6 px-4 py-6 lg:grid-cols-[14rem_1fr] lg:py-10">
      <nav aria-label={t("title")} className="flex min-w-0 flex-col gap-2">
        <ul className="flex flex-wrap gap-1 lg:flex-col">
          {SECTIONS.map((one) => (
            <li key={one}>
              <Link
                href={one === "overview" ? home : `${home}/${one}`}
                aria-current={one === section ? "page" : undefined}
                className="flex min-h-11 items-center rounded-lg px-3 hover:bg-sunken aria-[current]:bg-brand-soft aria-[current]:font-semibold"
              >
                {t(`sections.${one}`)}
              </Link>
            </li>
          ))}
        </ul>
        <form action={logOut} className="hidden lg:block">
          <Button type="submit" look="quiet">
            {t("log_out")}
          </Button>
        </form>
      </nav>
      <div className="flex min-w-0 max-w-3xl flex-col gap-6">
        <h1 className="font-bold text-3xl tracking-tight">{title}</h1>
        {children}
        <form action={logOut} className="mt-6 border-line border-t pt-4 lg:hidden">
          <Button type="submit" look="secondary" className="w-full">
            {t("log_out")}
          </Button>
        </form>
      </div>
    </div>
  );
}
