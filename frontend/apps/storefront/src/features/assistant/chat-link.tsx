import { MessageCircle } from "lucide-react";
import { currentShop } from "@/server/shop";
import { ChatEntry } from "./chat-entry";
import { chatWords } from "./words";

const LINK =
  "no-print fixed inset-e-4 bottom-4 z-20 flex min-h-12 items-center gap-2 rounded-full bg-brand px-4 font-medium " +
  "text-brand-ink shadow-lg hover:bg-brand/90";

/** The way to the assistant on each page: a link to its page, which opens in a panel once scripts run. */
export async function ChatLink() {
  const { region, locale } = await currentShop();
  if (!region.features.assistant) return null;
  const words = await chatWords();
  const address = `/${locale.tag}/help/chat`;
  return (
    <>
      <a id="chat-link" href={address} className={LINK} rel="nofollow">
        <MessageCircle aria-hidden className="size-5" />
        {words.open}
      </a>
      <ChatEntry address={address} locale={locale.tag} words={words} />
    </>
  );
}
