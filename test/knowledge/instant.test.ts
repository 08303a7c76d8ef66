import { describe, expect, test } from 'vitest';
import { formatInstant, readInstant } from '../../src/knowledge/instant.js';

const read = (text: string) => {
  const result = readInstant(text);
  return result.ok ? formatInstant(result.at) : result.reason;
};

describe('a date with time and zone', () => {
  test.each([
    ['2026-11-01T09:00Z', '2026-11-01T09:00:00Z'],
    ['2026-11-01 09:00:30 Z', '2026-11-01T09:00:30Z'],
    ['2026-11-01T09:00+01:00', '2026-11-01T08:00:00Z'],
    ['2026-11-01T09:00-03:30', '2026-11-01T12:30:00Z'],
    ['2026-11-01T09:00 Europe/Berlin', '2026-11-01T08:00:00Z'],
    ['2026-07-01T09:00 Europe/Berlin', '2026-07-01T07:00:00Z'],
    ['2026-11-01T09:00[America/Argentina/Buenos_Aires]', '2026-11-01T12:00:00Z'],
    ['2026-11-01T00:00 Pacific/Kiritimati', '2026-10-31T10:00:00Z'],
    ['2026-11-01T09:00 UTC', '2026-11-01T09:00:00Z'],
    ['2028-02-29T12:00Z', '2028-02-29T12:00:00Z'],
  ])('%s is %s', (written, moment) => {
    expect(read(written)).toBe(moment);
  });

  test.each([
    // Berlin goes from 02:00 to 03:00 on 29 March 2026 and from 03:00 back to 02:00 on 25 October.
    ['2026-03-29T01:59 Europe/Berlin', '2026-03-29T00:59:00Z'],
    ['2026-03-29T03:00 Europe/Berlin', '2026-03-29T01:00:00Z'],
    ['2026-10-25T01:59:59 Europe/Berlin', '2026-10-24T23:59:59Z'],
    ['2026-10-25T03:00 Europe/Berlin', '2026-10-25T02:00:00Z'],
    // Lord Howe Island moves by half an hour: on 4 October 2026 at 02:00.
    ['2026-10-04T01:59 Australia/Lord_Howe', '2026-10-03T15:29:00Z'],
    ['2026-10-04T02:30 Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
    // New York: 8 March and 1 November 2026.
    ['2026-03-08T03:00 America/New_York', '2026-03-08T07:00:00Z'],
    ['2026-11-01T02:00 America/New_York', '2026-11-01T07:00:00Z'],
  ])('%s is %s, though clocks change', (written, moment) => {
    expect(read(written)).toBe(moment);
  });

  test.each([
    '2026-03-29T02:30 Europe/Berlin',
    '2026-03-08T02:00 America/New_York',
    '2026-10-04T02:15 Australia/Lord_Howe',
  ])('%s is shown by no clock there', (written) => {
    expect(read(written)).toBe(
      'names a time that the clocks of its zone skip: choose another, or give an offset',
    );
  });

  test.each([
    '2026-10-25T02:30 Europe/Berlin',
    '2026-11-01T01:00 America/New_York',
    '2026-04-05T01:45 Australia/Lord_Howe',
  ])('%s is shown twice', (written) => {
    expect(read(written)).toBe(
      'names a time that the clocks of its zone show twice: give the offset that is meant',
    );
  });

  const EXAMPLE = '2026-11-01T09:00+01:00 or 2026-11-01T09:00 Europe/Berlin';
  test.each([
    ['2026-11-01T09:00', `must say in which zone: add Z, an offset or a zone, as ${EXAMPLE}`],
    ['2026-11-01', `must be a date with time and zone, as ${EXAMPLE}`],
    ['tomorrow at nine', `must be a date with time and zone, as ${EXAMPLE}`],
    ['2026-02-30T09:00Z', `must be a date and time that exist, as ${EXAMPLE}`],
    ['2026-11-01T24:00Z', `must be a date and time that exist, as ${EXAMPLE}`],
    ['2026-11-01T09:61Z', `must be a date and time that exist, as ${EXAMPLE}`],
    ['2026-11-01T09:00+25:00', `must have an offset from -14:00 to +14:00, as ${EXAMPLE}`],
    [
      '2026-11-01T09:00 Middle/Earth',
      `names no time zone with "Middle/Earth": use one of the IANA database, as ${EXAMPLE}`,
    ],
  ])('%s is none', (written, reason) => {
    expect(read(written)).toBe(reason);
  });
});
