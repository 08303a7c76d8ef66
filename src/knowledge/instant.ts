/** A moment, or why a text does not name one. */
export type InstantResult =
  | { readonly ok: true /** Milliseconds since the epoch. */; readonly at: number }
  | { readonly ok: false; readonly reason: string };

const WRITTEN =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?\s*(Z|[+-]\d{2}:\d{2}|\[?[A-Za-z][\w+-]*(?:\/[\w+-]+)*\]?)?$/;
const EXAMPLE = '2026-11-01T09:00+01:00 or 2026-11-01T09:00 Europe/Berlin';
const DAY_MS = 86_400_000;

/**
 * Reads a date with time and an explicit zone: `Z`, an offset, or a name of the IANA time zone database. A
 * local time that the clocks of a zone skip, or show twice, names no moment.
 */
export function readInstant(text: string): InstantResult {
  const parts = WRITTEN.exec(text.trim());
  if (parts === null) return fail(`must be a date with time and zone, as ${EXAMPLE}`);
  const [, year, month, day, hour, minute, second = '00', zone] = parts;
  const local = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // Date.parse lets 30 February run over into March, and takes 24:00 for the next day.
  if (Number.isNaN(local) || new Date(local).getUTCDate() !== Number(day))
    return fail(`must be a date and time that exist, as ${EXAMPLE}`);
  if (zone === undefined)
    return fail(`must say in which zone: add Z, an offset or a zone, as ${EXAMPLE}`);
  if (zone === 'Z') return { ok: true, at: local };
  const offset = /^([+-])(\d{2}):(\d{2})$/.exec(zone);
  if (offset === null) return readInZone(local, zone.replace(/^\[|\]$/g, ''));
  const [, sign, hours, minutes] = offset;
  if (Number(hours) > 14 || Number(minutes) > 59)
    return fail(`must have an offset from -14:00 to +14:00, as ${EXAMPLE}`);
  const ms = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return { ok: true, at: sign === '-' ? local + ms : local - ms };
}

/** A moment as operators read it: ISO 8601 in UTC, to the second. */
export function formatInstant(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** The moment at which the clocks of a zone show a local time, given as if it were UTC. */
function readInZone(local: number, zone: string): InstantResult {
  const clock = clockOf(zone);
  if (clock === undefined)
    return fail(`names no time zone with "${zone}": use one of the IANA database, as ${EXAMPLE}`);
  // Whatever offsets are in force a day before and after, one of them is in force at the moment itself.
  const offsets = [local - DAY_MS, local + DAY_MS].map((at) => clock(at) - at);
  const moments = [...new Set(offsets.map((offset) => local - offset))].filter(
    (at) => clock(at) === local,
  );
  const [at] = moments;
  if (at === undefined)
    return fail('names a time that the clocks of its zone skip: choose another, or give an offset');
  if (moments.length > 1)
    return fail(
      'names a time that the clocks of its zone show twice: give the offset that is meant',
    );
  return { ok: true, at };
}

/** What the clocks of a zone show at a moment, as if it were UTC; `undefined` for an unknown zone. */
function clockOf(zone: string): ((at: number) => number) | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return (at) => {
    const shown = new Map<string, number>(
      format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
    );
    const part = (type: string) => shown.get(type) ?? 0;
    return Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
  };
}

function fail(reason: string): InstantResult {
  return { ok: false, reason };
}
