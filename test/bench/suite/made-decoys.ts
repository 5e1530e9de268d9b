/**
 * Pairs of markets that differ in one thing, of every kind that once passed for the same: made from a seed, in the words of two venues.
 *
 * `same`: one contract in two forms. `stated`: both sides state the difference. `unsaid`: one side does not state it, or states it in a
 * way that cannot be understood.
 */
import { DateTime } from 'luxon';
import { Random } from '../../../src-exchange/model/random.ts';
import type { EvidenceField } from '../../../src-shared/domain/link-evidence.ts';
import type { Listing } from '../../../src-shared/domain/listing.ts';
import { inSeries, paged } from '../../venues/roles.ts';

export type MadePair = {
  readonly kind: string;
  readonly is: 'same' | 'stated' | 'unsaid';
  /** The field that differs, or is open. */
  readonly field: EvidenceField;
  readonly first: Listing;
  readonly second: Listing;
};

type Said = { readonly title: string; readonly rules: string };
type Case = Pick<MadePair, 'kind' | 'is' | 'field'> & { readonly first: Said; readonly second: Said };

const PLACES = ['Corvell', 'Dunmarrow', 'Estrava', 'Fennick', 'Galloway Bay', 'Hesper', 'Ilmarin', 'Jorvik Sound'];
const GROUPS = ['Tern Alliance', 'Copper League', 'Saffron Union', 'Granite Bloc', 'Willow Front', 'Lantern Party'];
const PEOPLE = ['Ines Okafor', 'Marek Dahl', 'Priya Lindqvist', 'Tobias Achterberg', 'Noor Castellan'];
const ZONES: readonly (readonly [name: string, iana: string])[] = [
  ['UTC', 'UTC'],
  ['ET', 'America/New_York'],
  ['CT', 'America/Chicago'],
  ['MT', 'America/Denver'],
  ['PT', 'America/Los_Angeles'],
  ['London time', 'Europe/London'],
  ['JST', 'Asia/Tokyo'],
  ['GST', 'Asia/Dubai'],
  ['SGT', 'Asia/Singapore'],
];
const UNITS: readonly (readonly [one: string, other: string])[] = [
  ['°F', '°C'],
  [' mph', ' km/h'],
  [' inches', ' cm'],
  [' miles', ' km'],
  ['%', ' points of index'],
];
const VERBS: readonly (readonly [one: string, other: string])[] = [
  ['win the vote', 'lose the vote'],
  ['be confirmed by the chamber', 'be rejected by the chamber'],
  ['remain in office', 'resign from office'],
  ['be acquitted', 'be convicted'],
  ['join the customs pact', 'withdraw from the customs pact'],
];
const NEGATIONS = ['avoid', 'refuse', 'decline to hold unless forced,'];
const STATIONS = ['Central Park', 'Midway Airport', 'Boeing Field', 'Sky Harbor', 'Love Field'];
const SOURCES = ['AccuWeather', 'the National Weather Service', 'Weather Underground'];
const GAPS = ['{place}', '{{strike}}', '<figure>', '||Price||', '[AMOUNT]'];
const CLOCKS_UNREAD = ['5 PM QXT', "5 o'clock", 'close of business', 'sunset'];

/** So many rounds of every kind. */
export function madePairs(seed: number, rounds: number): readonly MadePair[] {
  const random = new Random(seed);
  const pairs: MadePair[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [index, one] of casesOf(random).entries()) pairs.push(listed(one, `${seed}-${round}-${index}`));
  }
  return pairs;
}

function listed({ kind, is, field, first, second }: Case, id: string): MadePair {
  const close = '2027-12-31T12:00:00Z';
  return {
    ...{ kind, is, field },
    first: paged.listing({ id, question: first.title, description: first.rules, endDate: close, category: 'World' }),
    second: inSeries.listing({
      ticker: `KX${id}`,
      title: second.title,
      rules_primary: second.rules,
      close_time: close,
    }),
  };
}

function casesOf(random: Random): readonly Case[] {
  return [...timeCases(random), ...figureCases(random), ...wordCases(random), ...nameCases(random)];
}

function timeCases(random: Random): readonly Case[] {
  const [place, day] = [random.pick(PLACES), dayOf(random)];
  const ask = (when: string): Said => ({
    title: `Will the ferry of ${place} sail ${when}?`,
    rules: 'If the ferry sails.',
  });
  const [here, there] = two(random, ZONES);
  const hour = 9 + random.below(9);
  const at = DateTime.fromObject({ ...day, hour }, { zone: here[1] });
  const first = ask(`at ${clock(random, at)} ${here[0]} on ${long(at)}`);
  const same = at.setZone(there[1]);
  const apart = same.plus({ hours: 1 + random.below(3) });
  // The first Sunday of November: what is 4 PM Eastern before noon's offset is 5 PM after it.
  const changed = DateTime.fromObject(
    { year: 2026, month: 11, day: 1, hour: 10 + random.below(8) },
    { zone: 'America/New_York' },
  );
  const onChange = ask(`at ${clock(random, changed)} ET on November 1, 2026`);
  const utc = (moment: DateTime): string => `at ${moment.toUTC().toFormat('HH:mm')} UTC on ${long(moment.toUTC())}`;
  return [
    {
      kind: 'clock and zone',
      is: 'same',
      field: 'date',
      first,
      second: ask(`on ${short(same)} at ${clock(random, same)} ${there[0]}`),
    },
    {
      kind: 'clock and zone',
      is: 'stated',
      field: 'date',
      first,
      second: ask(`on ${short(apart)} at ${clock(random, apart)} ${there[0]}`),
    },
    {
      kind: 'clock and zone',
      is: 'unsaid',
      field: 'date',
      first,
      second: ask(`on ${short(at)} at ${clock(random, at)}`),
    },
    { kind: 'time of day', is: 'unsaid', field: 'date', first, second: ask(`on ${short(at)}`) },
    {
      kind: 'unread clock',
      is: 'unsaid',
      field: 'date',
      first,
      second: ask(`on ${short(at)} at ${random.pick(CLOCKS_UNREAD)}`),
    },
    { kind: 'clocks change', is: 'same', field: 'date', first: onChange, second: ask(utc(changed)) },
    {
      kind: 'clocks change',
      is: 'stated',
      field: 'date',
      first: onChange,
      second: ask(utc(changed.minus({ hours: 1 }))),
    },
    {
      kind: 'day',
      is: 'stated',
      field: 'date',
      first: ask(`on ${long(at)}`),
      second: ask(`on ${short(at.plus({ days: 1 }))}`),
    },
    { kind: 'day', is: 'unsaid', field: 'date', first: ask(`on ${long(at)}`), second: ask('') },
  ];
}

function figureCases(random: Random): readonly Case[] {
  const place = random.pick(PLACES);
  const figure = 20 + random.below(80);
  const [one, other] = random.pick(UNITS);
  const ask = (what: string): Said => ({
    title: `Will the index of ${place} be above ${what} on May 4, 2027?`,
    rules: '',
  });
  const money = (what: string): Said => ({
    title: `Will the fund of ${place} hold ${what} on May 4, 2027?`,
    rules: '',
  });
  const change = (by: string): Said => ({ title: `Will ${place} raise its rate by ${by} on May 4, 2027?`, rules: '' });
  const millions = `at least $${figure} million`;
  return [
    { kind: 'unit', is: 'stated', field: 'threshold', first: ask(`${figure}${one}`), second: ask(`${figure}${other}`) },
    { kind: 'unit', is: 'unsaid', field: 'threshold', first: ask(`${figure}${one}`), second: ask(`${figure}`) },
    { kind: 'scale', is: 'stated', field: 'threshold', first: money(millions), second: money(`at least $${figure}bn`) },
    {
      kind: 'scale',
      is: 'same',
      field: 'threshold',
      first: money(millions),
      second: money(`$${figure},000,000 or more`),
    },
    {
      kind: 'currency',
      is: 'stated',
      field: 'threshold',
      first: money(`$${figure}k or more`),
      second: money(`€${figure}k or more`),
    },
    {
      kind: 'basis points',
      is: 'same',
      field: 'threshold',
      first: ask(`${figure} bps`),
      second: ask(`${(figure / 100).toFixed(2)}%`),
    },
    {
      kind: 'change by a figure',
      is: 'stated',
      field: 'threshold',
      first: change(`${figure} bps`),
      second: change(`${((figure + 25) / 100).toFixed(2)}%`),
    },
    {
      kind: 'figure',
      is: 'unsaid',
      field: 'threshold',
      first: ask(`${figure}${one}`),
      second: { title: `Will the index of ${place} rise on May 4, 2027?`, rules: '' },
    },
  ].filter(({ kind, first }) => kind !== 'unit' || !first.title.includes('%')) as readonly Case[];
}

function wordCases(random: Random): readonly Case[] {
  const who = random.pick(random.chance(0.5) ? GROUPS : PEOPLE);
  const [one, other] = random.pick(VERBS);
  const ask = (what: string, rules = ''): Said => ({ title: `Will ${who} ${what} in 2027?`, rules });
  const gap = random.pick(GAPS);
  return [
    { kind: 'opposite verb', is: 'stated', field: 'polarity', first: ask(one), second: ask(other) },
    { kind: 'opposite verb', is: 'same', field: 'polarity', first: ask(one), second: ask(one) },
    {
      kind: 'opposite verb',
      is: 'unsaid',
      field: 'polarity',
      first: ask(one),
      second: { title: `${who} in 2027?`, rules: '' },
    },
    {
      kind: 'doubtful negation',
      is: 'unsaid',
      field: 'polarity',
      first: ask(`${random.pick(NEGATIONS)} a second ballot`),
      second: ask('hold a second ballot'),
    },
    {
      kind: 'announcement',
      is: 'stated',
      field: 'event',
      first: ask('announce a new seat'),
      second: ask('take a new seat', 'An announcement alone does not count.'),
    },
    {
      kind: 'announcement',
      is: 'unsaid',
      field: 'event',
      first: ask('leave or announce a departure'),
      second: ask('leave'),
    },
    {
      kind: 'unfilled template',
      is: 'unsaid',
      field: 'texts',
      first: ask(one),
      second: ask(one, `If ${gap} does so in 2027.`),
    },
  ];
}

function nameCases(random: Random): readonly Case[] {
  const place = random.pick(PLACES);
  const ask = (rules: string): Said => ({ title: `Highest wind in ${place} above 40 mph on May 4, 2027?`, rules });
  const [station, elsewhere] = two(random, STATIONS);
  const [source, another] = two(random, SOURCES);
  return [
    {
      kind: 'place',
      is: 'stated',
      field: 'place',
      first: ask(`Measured at ${station}.`),
      second: ask(`Measured at ${elsewhere}.`),
    },
    {
      kind: 'place',
      is: 'unsaid',
      field: 'place',
      first: ask(`Measured at ${station}.`),
      second: ask('Measured there.'),
    },
    {
      kind: 'unknown place',
      is: 'unsaid',
      field: 'place',
      first: ask(`Measured at ${station}.`),
      second: ask(`Measured at ${place} Regional Airport.`),
    },
    {
      kind: 'source',
      is: 'stated',
      field: 'source',
      first: ask(`According to ${source}.`),
      second: ask(`According to ${another}.`),
    },
    {
      kind: 'source',
      is: 'same',
      field: 'source',
      first: ask(`According to ${source}.`),
      second: ask(`As reported by ${source}.`),
    },
    { kind: 'source', is: 'unsaid', field: 'source', first: ask(`According to ${source}.`), second: ask('') },
    {
      kind: 'unknown source',
      is: 'unsaid',
      field: 'source',
      first: ask(`According to ${source}.`),
      second: ask(`According to ${place} Analytics.`),
    },
  ];
}

function two<T>(random: Random, all: readonly T[]): readonly [T, T] {
  const at = random.below(all.length);
  return [all[at]!, all[(at + 1 + random.below(all.length - 1)) % all.length]!];
}

function dayOf(random: Random): { year: number; month: number; day: number } {
  return { year: 2027, month: 1 + random.below(12), day: 1 + random.below(28) };
}

const long = (at: DateTime): string => at.toFormat('LLLL d, yyyy');
const short = (at: DateTime): string => at.toFormat('LLL d, yyyy');

/** One of the forms in which a time of day is written. */
function clock(random: Random, at: DateTime): string {
  return at.toFormat(random.pick(['HH:mm', 'h:mm a', 'h:mma', 'HH:mm:ss']));
}
