import type { MessageView } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

interface Props {
  messages: MessageView[];
  /** In which the visitor and the assistant write. */
  language: string;
}

/** Who said what, and when. */
export async function Transcript({ messages, language }: Props) {
  const t = await getTranslations("conversations");
  const { locale, region } = await currentSite();
  return (
    <ol className="flex flex-col gap-4">
      {messages.map(({ number, author, text, at, answer }) => (
        <li key={number}>
          <p className="text-muted text-sm">
            {t(`authors.${answer?.by === "model" ? "model" : author}`)} ·{" "}
            <time dateTime={at}>{formatTime(at, locale.tag, region.timezone)}</time>
          </p>
          <p lang={language} dir="auto" className="whitespace-pre-line break-words">
            {text}
          </p>
          {answer && answer.sources.length > 0 && (
            <p className="text-muted text-sm">
              {t("sources")} <bdi lang={language}>{answer.sources.map(({ title }) => title).join(" · ")}</bdi>
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
