import { formatTime } from "@globalmarket/i18n";
import { Badge } from "@globalmarket/ui/badge";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { verifyLog } from "./reads";

/** Whether the log is as it was written: each entry's hash holds that of the one before. */
export async function Chain({ now }: { now: string }) {
  const t = await getTranslations("audit_log");
  const { locale, region } = await currentSite();
  const found = await verifyLog();
  return (
    <Panel title={t("chain")} isNarrow>
      <p className="text-muted text-sm">{t("chain_hint")}</p>
      <FactList
        facts={[
          {
            name: t("checked", { time: formatTime(now, locale.tag, region.timezone) }),
            value: <Badge tone={found.is_intact ? "good" : "bad"}>{found.is_intact ? t("intact") : t("broken")}</Badge>,
          },
          { name: t("sealed"), value: found.sealed.toLocaleString(locale.tag) },
          { name: t("unsealed"), value: found.unsealed.toLocaleString(locale.tag) },
          ...(found.first_touched
            ? [
                {
                  name: t("first_touched"),
                  value: t(`touched.${found.first_touched.kind}`, { id: found.first_touched.entry_id ?? 0 }),
                  isStrong: true,
                },
              ]
            : []),
        ]}
      />
    </Panel>
  );
}
