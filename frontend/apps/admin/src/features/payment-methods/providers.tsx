import type { ProviderState } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { listProviders } from "./reads";

const TONES: Record<ProviderState, Tone> = { working: "good", unreachable: "bad", key_refused: "bad" };

/** The providers behind the methods, and since when one does not work. */
export async function Providers() {
  const t = await getTranslations("payment-methods");
  const { locale, region } = await currentSite();
  const providers = await listProviders();
  if (!providers.length) return null;
  return (
    <Panel title={t("providers")} isNarrow>
      <FactList
        facts={providers.map(({ code, state, since }) => ({
          name: code,
          value: (
            <span className="flex flex-wrap items-center gap-2">
              <Badge tone={TONES[state]}>{t(`provider_states.${state}`)}</Badge>
              {since && t("since", { time: formatTime(since, locale.tag, region.timezone) })}
            </span>
          ),
        }))}
      />
    </Panel>
  );
}
