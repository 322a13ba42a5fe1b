import type { MyProfile } from "@globalmarket/api";
import {
  Boxes,
  ChartColumn,
  FileUp,
  House,
  type LucideIcon,
  MessageCircle,
  Package,
  Settings,
  ShoppingBag,
  Tags,
  Undo2,
  Users,
  Wallet,
} from "lucide-react";
import { mayDo, type Right } from "../access/rights";

interface Section {
  /** The first part of its address, and of its title in the catalogue: `frame.sections.<key>`. Today's address is empty. */
  key: string;
  /** The letter that leads there after a G. */
  shortcut: string;
  right?: Right;
  /** Where a right opens only a part of it: the part's address, for who has no more. */
  parts?: { right: Right; path: string }[];
  Icon: LucideIcon;
}

/** A section that is open to a person, and where it begins for them. */
export interface OpenSection extends Section {
  path: string;
}

/** The parts of the dashboard, in the order in which they are shown. */
const SECTIONS: readonly Section[] = [
  { key: "today", shortcut: "t", Icon: House },
  { key: "orders", shortcut: "o", Icon: ShoppingBag },
  { key: "messages", shortcut: "w", right: "fulfil", Icon: MessageCircle },
  { key: "products", shortcut: "p", right: "edit_products", Icon: Package },
  { key: "stock", shortcut: "s", right: "adjust_stock", Icon: Boxes },
  { key: "prices", shortcut: "c", right: "set_prices", Icon: Tags },
  { key: "imports", shortcut: "i", right: "edit_products", Icon: FileUp },
  { key: "returns", shortcut: "r", right: "handle_returns", Icon: Undo2 },
  { key: "reports", shortcut: "k", right: "see_money", Icon: ChartColumn },
  { key: "balance", shortcut: "b", right: "see_money", Icon: Wallet },
  { key: "team", shortcut: "m", right: "manage_team", Icon: Users },
  {
    key: "settings",
    shortcut: "e",
    right: "edit_profile",
    parts: [{ right: "choose_mails", path: "/settings/mails" }],
    Icon: Settings,
  },
];

/** Those that the person's roles open, wholly or in a part. */
export function openSections(person: Pick<MyProfile, "roles">): OpenSection[] {
  return SECTIONS.flatMap((section) => {
    const { key, right, parts = [] } = section;
    if (!right || mayDo(person, right)) return [{ ...section, path: key === "today" ? "" : `/${key}` }];
    const part = parts.find((one) => mayDo(person, one.right));
    return part ? [{ ...section, path: part.path }] : [];
  });
}
