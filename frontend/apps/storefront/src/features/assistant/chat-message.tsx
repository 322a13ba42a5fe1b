import type { AnswerSource, MessageView, ProductCard } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import type { ChatWords } from "./words";

interface Props {
  message: MessageView;
  locale: string;
  words: Pick<ChatWords, "you" | "assistant" | "staff" | "sources" | "hand_over">;
}

/** One message: who says it, what, which products it is about, and what it rests on. */
export function ChatMessage({ message, locale, words }: Props) {
  const { author, text, answer } = message;
  const isOwn = author === "visitor";
  const name = { visitor: words.you, assistant: words.assistant, staff: words.staff }[author];
  return (
    <article className={`flex max-w-[90%] flex-col gap-2 ${isOwn ? "self-end" : "self-start"}`}>
      <p className="text-muted text-xs">{name}</p>
      <p
        dir="auto"
        className={`whitespace-pre-line break-words rounded-xl px-4 py-3 ${isOwn ? "bg-brand text-brand-ink" : "bg-sunken"}`}
      >
        {text}
      </p>
      {answer && answer.cards.length > 0 && (
        <ul className="flex flex-col gap-2">
          {answer.cards.map((card) => (
            <li key={card.id}>
              <Card card={card} locale={locale} />
            </li>
          ))}
        </ul>
      )}
      {answer && answer.sources.length > 0 && (
        <p className="text-sm">
          {words.sources}{" "}
          {answer.sources.map((source, place) => (
            <span key={`${source.kind} ${source.ref}`}>
              {place > 0 && " · "}
              <a href={addressOf(source, locale)} className="underline underline-offset-4">
                <bdi>{source.title}</bdi>
              </a>
            </span>
          ))}
        </p>
      )}
      {answer?.offers_hand_over && (
        <p className="text-sm">
          <a href={`/${locale}/help/chat#hand-over`} className="underline underline-offset-4">
            {words.hand_over}
          </a>
        </p>
      )}
    </article>
  );
}

function Card({ card, locale }: { card: ProductCard; locale: string }) {
  return (
    <a
      href={`/${locale}/products/${card.slug}`}
      className="flex items-center gap-3 rounded-xl border border-line p-2 hover:bg-sunken"
    >
      {card.image && (
        <img
          src={card.image.url}
          alt=""
          width={64}
          height={64}
          loading="lazy"
          className="size-16 rounded-lg object-cover"
        />
      )}
      <span className="flex flex-col">
        <span lang={card.language}>{card.title}</span>
        <span className="font-semibold">{formatMoney(card.price, locale)}</span>
      </span>
    </a>
  );
}

function addressOf({ kind, ref }: AnswerSource, locale: string): string {
  const paths = { product: "products", order: "orders", page: "pages" };
  return `/${locale}/${paths[kind]}/${ref}`;
}
