"use client";

import type { LiveMetrics } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { Panel } from "@globalmarket/web/frame/panel";
import { Tile } from "@globalmarket/web/frame/tile";
import { stayConnected } from "@globalmarket/web/live/connection";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

interface Props {
  /** As they were when the page was made. */
  first: LiveMetrics;
  locale: string;
  timeZone: string;
  /** The panel's own page that gives the address of a connection, with a ticket. */
  ticketPath: string;
  words: Record<string, string>;
}

const POLL_MS = 30_000;

/** What happens in the shop, kept current by the live connection; without one the page is made anew twice a minute. */
export function LiveBoard({ first, locale, timeZone, ticketPath, words }: Props) {
  const router = useRouter();
  const [pushed, setPushed] = useState<LiveMetrics | null>(null);
  const [isConnected, setIsConnected] = useState(true);
  useEffect(
    () =>
      stayConnected({
        address: () => askForAddress(ticketPath),
        onMessage: ({ type, data }) => type === "metrics_changed" && setPushed(data as unknown as LiveMetrics),
        onState: setIsConnected,
      }),
    [ticketPath],
  );
  useEffect(() => {
    if (isConnected) return;
    const timer = setInterval(() => document.visibilityState === "visible" && router.refresh(), POLL_MS);
    return () => clearInterval(timer);
  }, [isConnected, router]);
  const shown = pushed && pushed.made_at > first.made_at ? pushed : first;
  const time = new Intl.DateTimeFormat(locale, { timeStyle: "medium", timeZone });
  return (
    <>
      <p className="text-muted text-sm">
        {words.as_of} <time dateTime={shown.made_at}>{time.format(new Date(shown.made_at))}</time>
      </p>
      {!isConnected && <p role="status">{words.not_connected}</p>}
      <Window title={words.minutes ?? ""} of={shown.minutes} locale={locale} words={words} />
      <Window title={words.day ?? ""} of={shown.day} locale={locale} words={words} />
    </>
  );
}

interface WindowProps {
  title: string;
  of: LiveMetrics["minutes"];
  locale: string;
  words: Record<string, string>;
}

function Window({ title, of, locale, words }: WindowProps) {
  const number = new Intl.NumberFormat(locale);
  const counts = ["visitors", "carts", "checkouts", "orders"] as const;
  return (
    <Panel title={title}>
      <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        {counts.map((name) => (
          <Tile key={name} title={words[name] ?? ""} value={number.format(of[name])} />
        ))}
        {of.revenue.map((money) => (
          <Tile
            key={money.currency}
            title={`${words.revenue} (${money.currency})`}
            value={<bdi>{formatMoney(money, locale)}</bdi>}
          />
        ))}
      </ul>
    </Panel>
  );
}

async function askForAddress(path: string): Promise<string | null> {
  const answer = await fetch(path, { method: "POST" });
  return answer.ok ? ((await answer.json()) as { address: string }).address : null;
}
