const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** The time that `--since` names: a day (`2026-03-01`), a time in ISO 8601, or so many hours, days or weeks back (`7d`). */
export function parseSince(value: string, now: number): number | undefined {
  const [, count, unit = ''] = /^(\d{1,5})([hdw])$/.exec(value) ?? [];
  if (count !== undefined) return now - Number(count) * (UNITS[unit] ?? 0);
  const time = /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
