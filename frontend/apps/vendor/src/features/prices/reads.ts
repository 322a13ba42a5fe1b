import "server-only";
import type {
  AdviceViewPage,
  AutomationView,
  ChangeViewPage,
  CompetitorPricePage,
  ExperimentViewPage,
  LimitsView,
  LimitsViewPage,
  ScopedRule,
} from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import type { LimitFilters } from "./filters";

const MOST_RULES = 100;

/** What to ask instead of the present prices, what brings most first. */
export async function listAdvice(_filters: object, place: Place = {}): Promise<AdviceViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const params = { query: { limit: PAGE_SIZE, ...at } };
    return (await api.GET("/api/v1/vendor/price-advice", { params })).data as AdviceViewPage;
  });
}

/** What advice, automation and experiments did to prices, newest first. */
export async function listChanges(_filters: object, place: Place = {}): Promise<ChangeViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const params = { query: { limit: PAGE_SIZE, ...at } };
    return (await api.GET("/api/v1/vendor/price-changes", { params })).data as ChangeViewPage;
  });
}

/** Variants by SKU, with what the vendor allows for each. */
export async function listLimits({ sku }: LimitFilters, place: Place = {}): Promise<LimitsViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const params = { query: { limit: PAGE_SIZE, ...(sku && { sku }), ...at } };
    return (await api.GET("/api/v1/vendor/price-limits", { params })).data as LimitsViewPage;
  });
}

/** The page "not found" for a variant that is not the vendor's. */
export async function getLimits(variantId: string): Promise<LimitsView> {
  const api = await privateApi();
  const params = { path: { variant_id: variantId } };
  return (await foundOrNone(api.GET("/api/v1/vendor/price-limits/{variant_id}", { params }))).data as LimitsView;
}

export async function listCompetitorPrices(_filters: object, place: Place = {}): Promise<CompetitorPricePage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const params = { query: { limit: PAGE_SIZE, ...at } };
    return (await api.GET("/api/v1/vendor/competitor-prices", { params })).data as CompetitorPricePage;
  });
}

export async function listExperiments(_filters: object, place: Place = {}): Promise<ExperimentViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const params = { query: { limit: PAGE_SIZE, ...at } };
    return (await api.GET("/api/v1/vendor/price-experiments", { params })).data as ExperimentViewPage;
  });
}

/** Whether prices may change by themselves. */
export async function getAutomation(): Promise<AutomationView> {
  const api = await privateApi();
  return (await api.GET("/api/v1/vendor/price-automation")).data as AutomationView;
}

/** The rule for everything, and those that were set for categories and products. */
export async function listRules(): Promise<{ everything: ScopedRule; others: ScopedRule[] }> {
  const api = await privateApi();
  const [everything, listed] = await Promise.all([
    api.GET("/api/v1/vendor/price-rules/{scope}", { params: { path: { scope: "all" } } }),
    api.GET("/api/v1/vendor/price-rules", { params: { query: { limit: MOST_RULES } } }),
  ]);
  const others = (listed.data?.items ?? []).filter(({ scope }) => scope !== "all");
  return { everything: everything.data as ScopedRule, others };
}

/** The rule of a scope, also where none was set. */
export async function getRule(scope: string): Promise<ScopedRule> {
  const api = await privateApi();
  return (await api.GET("/api/v1/vendor/price-rules/{scope}", { params: { path: { scope } } })).data as ScopedRule;
}
