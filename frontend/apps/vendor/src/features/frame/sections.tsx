import type { MyProfile } from "@globalmarket/api";
import { SectionLinks } from "@globalmarket/web/frame/section-links";
import { currentSite } from "@globalmarket/web/server/site";
import { Boxes, FileUp, House, Package, Settings, ShoppingBag, Undo2, Users, Wallet } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { mayDo, type Right } from "@/features/access/rights";

type Key = "today" | "orders" | "products" | "stock" | "imports" | "returns" | "balance" | "team" | "settings";

const SECTIONS: { key: Key; right?: Right; Icon: typeof House }[] = [
  { key: "today", Icon: House },
  { key: "orders", Icon: ShoppingBag },
  { key: "products", right: "edit_products", Icon: Package },
  { key: "stock", right: "adjust_stock", Icon: Boxes },
  { key: "imports", right: "edit_products", Icon: FileUp },
  { key: "returns", right: "handle_returns", Icon: Undo2 },
  { key: "balance", right: "see_money", Icon: Wallet },
  { key: "team", right: "manage_team", Icon: Users },
  { key: "settings", right: "edit_profile", Icon: Settings },
];

/** The parts of the dashboard that the person's roles open. */
export async function Sections({ person }: { person: MyProfile }) {
  const t = await getTranslations("frame");
  const { locale } = await currentSite();
  const home = `/${locale.tag}`;
  const open = SECTIONS.filter(({ right }) => !right || mayDo(person, right));
  return (
    <nav aria-label={t("sections_title")}>
      <SectionLinks
        home={home}
        sections={open.map(({ key, Icon }) => ({
          href: key === "today" ? home : `${home}/${key}`,
          title: t(`sections.${key}`),
          icon: <Icon aria-hidden />,
        }))}
      />
    </nav>
  );
}
