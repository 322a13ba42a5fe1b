import { formatDay, formatTime } from "@globalmarket/i18n";
import { decimal, formatMoney } from "@globalmarket/money";
import type { Column } from "@globalmarket/ui/data-table";
import type { ListColumn } from "./list";

const NONE = "–";

interface Notation {
  /** BCP 47. */
  locale: string;
  /** IANA name of the region's. */
  timeZone: string;
}

/** The column as a page shows it. */
export function shownColumn<Row>(column: ListColumn<Row>, notation: Notation): Column<Row> {
  const { title, amount, isNumber = Boolean(amount), cell = (row) => words(column, row, notation) } = column;
  return { title, isNumber, cell };
}

function words<Row>({ text, amount, time, day }: ListColumn<Row>, row: Row, { locale, timeZone }: Notation) {
  if (amount) {
    const money = amount(row);
    return money ? <bdi className="whitespace-nowrap tabular-nums">{formatMoney(money, locale)}</bdi> : NONE;
  }
  const moment = (time ?? day)?.(row);
  if (moment) return time ? formatTime(moment, locale, timeZone) : formatDay(moment, locale, timeZone);
  const said = text?.(row) ?? NONE;
  return typeof said === "string" ? <bdi>{said || NONE}</bdi> : said;
}

/** Whether the column is in files. */
export function isInFile<Row>({ text, amount, time, day }: ListColumn<Row>): boolean {
  return Boolean(text || amount || time || day);
}

/** The head of the column in a file. An amount takes two columns: a number that can be added up, and its currency. */
export function fileTitles<Row>({ title, amount }: ListColumn<Row>, currency: string): string[] {
  return amount ? [title, `${title} (${currency})`] : [title];
}

/** What the column says of a row in a file: times are the region's, in a form that every spreadsheet can sort. */
export function fileCells<Row>({ text, amount, time, day }: ListColumn<Row>, row: Row, timeZone: string): string[] {
  if (amount) {
    const money = amount(row);
    return money ? [decimal(money), money.currency] : ["", ""];
  }
  const moment = (time ?? day)?.(row);
  if (moment) return [sortable(moment, timeZone).slice(0, time ? undefined : "2026-11-30".length)];
  return [String(text?.(row) ?? "")];
}

/** Such as "2026-11-30 14:05": how Swedish writes it, and ISO 8601 nearly. */
function sortable(moment: string, timeZone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short", timeZone }).format(
    new Date(moment),
  );
}
