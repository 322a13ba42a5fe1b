import { Link } from "@globalmarket/web/frame/link";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite, privateApi } from "@globalmarket/web/server/site";
import { Circle, CircleCheck } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { PaperNeeds } from "../papers/review";
import { getInvoicing, getProfile } from "../settings/reads";
import { type Facts, STEPS, type Step, stepsDone } from "./checklist";

/** What is still to be done before everything works, for an owner; nothing once it is. */
export async function ChecklistPanel() {
  const t = await getTranslations("today");
  const { locale } = await currentSite();
  const facts = await readFacts();
  const done = stepsDone(facts);
  const steps = Object.keys(STEPS) as Step[];
  const count = steps.filter((step) => done[step]).length;
  if (count === steps.length) return null;
  return (
    <Panel title={t("setup_title")}>
      <p className="text-muted">{t("setup_hint", { done: count, all: steps.length })}</p>
      <ul className="grid gap-x-6 sm:grid-cols-2">
        {steps.map((step) => (
          <li key={step} className="flex min-h-11 items-center gap-3">
            {done[step] ? (
              <CircleCheck role="img" aria-label={t("setup_done")} className="size-5 shrink-0 text-good" />
            ) : (
              <Circle role="img" aria-label={t("setup_open")} className="size-5 shrink-0 text-muted" />
            )}
            {done[step] ? (
              <span className="text-muted">{t(`setup.${step}`)}</span>
            ) : (
              <Link href={`/${locale.tag}${STEPS[step]}`} className="underline underline-offset-4">
                {t(`setup.${step}`)}
              </Link>
            )}
          </li>
        ))}
      </ul>
      <PaperNeeds needs={facts.papers.needs} />
    </Panel>
  );
}

async function readFacts(): Promise<Facts> {
  const api = await privateApi();
  const [{ profile }, invoicing, papers, methods, products] = await Promise.all([
    getProfile(),
    getInvoicing(),
    api.GET("/api/v1/vendor/documents"),
    api.GET("/api/v1/vendor/shipping-methods"),
    api.GET("/api/v1/vendor/products", { params: { query: { limit: 1 } } }),
  ]);
  const has = (items: unknown[] | undefined) => Boolean(items?.length);
  return {
    profile,
    invoicing,
    papers: { items: papers.data?.items ?? [], needs: papers.data?.needs ?? [] },
    hasShipping: has(methods.data?.items),
    hasProduct: has(products.data?.items),
  };
}
