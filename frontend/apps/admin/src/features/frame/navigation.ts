import {
  BadgeCheck,
  BadgeEuro,
  Bike,
  BookOpen,
  Boxes,
  Brain,
  ChartColumn,
  Cog,
  CreditCard,
  FileText,
  FileUp,
  FolderTree,
  Gavel,
  Gift,
  Globe,
  HandCoins,
  HeartPulse,
  House,
  Images,
  Landmark,
  LayoutTemplate,
  ListTodo,
  type LucideIcon,
  Mail,
  MessageCircle,
  Percent,
  ReceiptText,
  Scale,
  ScrollText,
  Search,
  ShieldAlert,
  ShieldQuestion,
  ShoppingBag,
  SlidersHorizontal,
  Store,
  Tags,
  Truck,
  Undo2,
  Users,
  UsersRound,
  Webhook,
} from "lucide-react";
import type { Right } from "@/features/access/rights";

interface Entry {
  /** The first part of the page's address, and of its title in the catalogue: `frame.sections.<key>`. Today's address is empty. */
  key: string;
  Icon: LucideIcon;
  /** Absent: the page is for every role. */
  right?: Right;
  /** The letter that leads there after a G. */
  shortcut?: string;
  /** The page is not built yet: the entry is not shown. */
  isPlanned?: true;
}

interface Group {
  /** Its title in the catalogue: `frame.groups.<key>`. */
  key: string;
  entries: readonly Entry[];
}

/** The panel's pages, in the order in which they are shown; an entry a line. */
export const NAVIGATION: readonly Group[] = [
  {
    key: "overview",
    entries: [
      { key: "today", Icon: House, shortcut: "t" },
      { key: "reports", Icon: ChartColumn, shortcut: "k" },
    ],
  },
  {
    key: "sales",
    entries: [
      { key: "orders", Icon: ShoppingBag, shortcut: "o", right: "see_orders" },
      { key: "returns", Icon: Undo2, shortcut: "r", right: "see_returns" },
      { key: "refunds", Icon: HandCoins, shortcut: "f", right: "see_payments" },
      { key: "disputes", Icon: Gavel, shortcut: "d", right: "see_payments" },
      { key: "payment-risks", Icon: ShieldQuestion, right: "handle_money" },
    ],
  },
  {
    key: "people",
    entries: [
      { key: "vendors", Icon: Store, shortcut: "v" },
      { key: "customers", Icon: Users, shortcut: "c", right: "see_customers" },
      { key: "conversations", Icon: MessageCircle, right: "see_customers" },
    ],
  },
  {
    key: "catalogue",
    entries: [
      { key: "products", Icon: Boxes, shortcut: "p", right: "see_products" },
      { key: "picture-matches", Icon: Images, right: "edit_catalogue" },
      { key: "imports", Icon: FileUp, shortcut: "i", right: "see_products" },
      { key: "categories", Icon: FolderTree, right: "edit_catalogue" },
      { key: "brands", Icon: BadgeCheck, right: "edit_catalogue" },
      { key: "tags", Icon: Tags, right: "edit_catalogue" },
      { key: "attributes", Icon: SlidersHorizontal, right: "edit_catalogue" },
      { key: "search", Icon: Search, right: "edit_catalogue" },
      { key: "models", Icon: Brain, right: "edit_catalogue" },
      { key: "home", Icon: LayoutTemplate, right: "edit_catalogue" },
      { key: "pages", Icon: FileText, right: "edit_catalogue" },
    ],
  },
  {
    key: "money",
    entries: [
      { key: "payouts", Icon: Landmark, shortcut: "m", right: "handle_money" },
      { key: "adjustments", Icon: BadgeEuro, right: "handle_money" },
      { key: "holds", Icon: ShieldAlert, shortcut: "h", right: "handle_money" },
      { key: "books", Icon: BookOpen, shortcut: "b", right: "handle_money" },
      { key: "reconciliation", Icon: Scale, right: "handle_money" },
      { key: "couriers", Icon: Bike, right: "handle_money" },
      { key: "credits", Icon: Gift, right: "give_credit" },
      { key: "invoices", Icon: ReceiptText, shortcut: "n", right: "see_invoices" },
      { key: "tax", Icon: Percent, right: "handle_money" },
    ],
  },
  {
    key: "settings",
    entries: [
      { key: "region", Icon: Cog, right: "run_region" },
      { key: "regions", Icon: Globe, right: "run_region" },
      { key: "payment-methods", Icon: CreditCard, right: "handle_money" },
      { key: "shipping", Icon: Truck, right: "run_region" },
      { key: "staff", Icon: UsersRound, shortcut: "s", right: "run_region" },
      { key: "audit-log", Icon: ScrollText, shortcut: "a", right: "run_region" },
      { key: "webhooks", Icon: Webhook, right: "handle_money" },
      { key: "jobs", Icon: ListTodo, shortcut: "j", right: "run_region" },
      { key: "mails", Icon: Mail, shortcut: "l", right: "see_customers" },
      { key: "health", Icon: HeartPulse, right: "run_region" },
    ],
  },
];
