import { LinkForm } from "@globalmarket/web/frame/link";
import { getTranslations } from "next-intl/server";
import { ApplyAtOnce } from "./apply-at-once";
import { type Filters, SORTS } from "./filters";

interface Props {
  path: string;
  filters: Filters;
}

export async function SortForm({ path, filters }: Props) {
  const t = await getTranslations("catalog");
  const chosen = filters.get("sort") ?? (filters.get("q") ? "relevance" : "newest");
  const offered = SORTS.filter((sort) => sort !== "rating" && (sort !== "relevance" || filters.get("q")));
  const asked = ["q", "exact"].flatMap((name) => filters.all(name).map((value) => [name, value] as const));
  const kept = [...filters.narrowing, ...asked];
  return (
    <LinkForm action={path} scroll={false} className="flex items-center gap-2 text-sm">
      {kept.map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      <label htmlFor="sort" className="text-muted">
        {t("sort_by")}
      </label>
      <select
        id="sort"
        name="sort"
        defaultValue={chosen}
        className="min-h-11 rounded-lg border border-edge bg-surface px-2"
      >
        {offered.map((sort) => (
          <option key={sort} value={sort}>
            {t(`sort.${sort}`)}
          </option>
        ))}
      </select>
      <noscript>
        <button type="submit" className="min-h-11 underline">
          {t("apply")}
        </button>
      </noscript>
      <ApplyAtOnce />
    </LinkForm>
  );
}
