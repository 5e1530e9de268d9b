/**
 * The database an export passes through: columns come in as they are made, files are written from it.
 *
 * It lives in memory up to a limit and then in the export's own temporary folder. It never loads or fetches anything from outside.
 */
import {
  DOUBLE,
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  type DuckDBType,
  INTEGER,
  VARCHAR,
} from '@duckdb/node-api';
import { type FromTables, type MadeTable, type StagedType, stagedColumns } from '../../src-shared/contract/tables.ts';
import { feeText, isProductCurve } from '../../src-shared/domain/fees.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import type { Listing } from '../../src-shared/domain/listing.ts';
import { finestStepMicros } from '../../src-shared/domain/price-grid.ts';
import type { ExportTable } from '../../src-shared/domain/session.ts';
import type { EventItem } from '../session/session-item.ts';

/** Rows of one of the database's vectors. */
const CHUNK_ROWS = 2_048;
/** Memory before it goes to the disk. */
const MEMORY_LIMIT = '1GB';
const MICROS_PER_MS = 1_000;

const TYPES: Readonly<Record<StagedType, { readonly sql: string; readonly type: DuckDBType }>> = {
  double: { sql: 'DOUBLE', type: DOUBLE },
  integer: { sql: 'INTEGER', type: INTEGER },
  text: { sql: 'VARCHAR', type: VARCHAR },
};

type Column = { readonly name: string; readonly type: StagedType };
type Columns = readonly (Float64Array | readonly (string | number)[])[];

const EVENT_COLUMNS: readonly Column[] = [
  { name: 'number', type: 'integer' },
  { name: 'happened', type: 'double' },
  { name: 'connection', type: 'integer' },
  { name: 'kind', type: 'text' },
  { name: 'venue', type: 'text' },
  { name: 'listings', type: 'text' },
  { name: 'text', type: 'text' },
];

const MARKET_NUMBERS = ['tick', 'min_order_size', 'fee_rate', 'fee_exponent', 'fee_round_up', 'close_time'] as const;
const MARKET_TEXTS = [
  'listing',
  'venue',
  'market',
  'event',
  'title',
  'first_outcome',
  'second_outcome',
  'status',
  'resolution',
  'category',
  'fee',
  'link',
  'orientation',
  'url',
] as const;
const MARKET_COLUMNS: readonly Column[] = [
  { name: 'number', type: 'integer' },
  ...MARKET_NUMBERS.map((name) => ({
    name,
    type: name === 'fee_exponent' ? ('integer' as const) : ('double' as const),
  })),
  ...MARKET_TEXTS.map((name) => ({ name, type: 'text' as const })),
];

export class ExportStage {
  readonly connection: DuckDBConnection;
  private readonly instance: DuckDBInstance;
  private readonly appenders = new Map<string, { appender: DuckDBAppender; types: DuckDBType[] }>();
  private readonly counts = new Map<ExportTable, number>();
  private events: EventItem[] = [];

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.instance = instance;
    this.connection = connection;
  }

  /** `folder`: where it puts what does not fit into memory. */
  static async open(folder: string): Promise<ExportStage> {
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: MEMORY_LIMIT,
      temp_directory: folder,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    return new ExportStage(instance, await instance.connect());
  }

  /** Makes the staging tables and fills in the catalogue. */
  async begin(
    tables: readonly MadeTable[],
    originals: boolean,
    listings: readonly Listing[],
    links: readonly Link[],
    wanted: (listing: string) => boolean,
  ): Promise<void> {
    for (const table of tables) await this.create(table, stagedColumns(table, originals));
    await this.create('events', EVENT_COLUMNS);
    await this.create('markets', MARKET_COLUMNS);
    const names: readonly Column[] = [
      { name: 'number', type: 'integer' },
      ...['id', 'venue', 'market'].map((name) => ({ name, type: 'text' as const })),
    ];
    await this.create('listings', names);
    await this.create('links', names.slice(0, 2));
    const numbered = listings.map((_, number) => number);
    this.append('listings', listings.length, [
      numbered,
      listings.map(({ id }) => id),
      listings.map(({ venue }) => venue),
      listings.map(({ marketId }) => marketId),
    ]);
    this.append('links', links.length, [links.map((_, number) => number), links.map(({ id }) => id)]);
    this.addMarkets(
      listings.filter(({ id }) => wanted(id)),
      links,
    );
  }

  add({ table, rows, numbers, texts }: Extract<FromTables, { kind: 'columns' }>): void {
    this.append(table, rows, [...numbers, ...texts]);
    this.count(table, rows);
  }

  addEvent(item: EventItem): void {
    this.events.push(item);
    if (this.events.length === CHUNK_ROWS) this.flushEvents();
  }

  rows(table: ExportTable): number {
    return this.counts.get(table) ?? 0;
  }

  /** Everything appended so far can be read. */
  flush(): void {
    this.flushEvents();
    for (const { appender } of this.appenders.values()) appender.flushSync();
  }

  close(): void {
    for (const { appender } of this.appenders.values()) appender.closeSync();
    this.appenders.clear();
    this.connection.closeSync();
    this.instance.closeSync();
  }

  private async create(table: string, columns: readonly Column[]): Promise<void> {
    await this.connection.run(
      `CREATE TABLE ${table} (${columns.map(({ name, type }) => `${name} ${TYPES[type].sql}`).join(', ')})`,
    );
    const appender = await this.connection.createAppender(table);
    this.appenders.set(table, { appender, types: columns.map(({ type }) => TYPES[type].type) });
  }

  private append(table: string, rows: number, columns: Columns): void {
    const { appender, types } = this.appenders.get(table)!;
    for (let start = 0; start < rows; start += CHUNK_ROWS) {
      const count = Math.min(CHUNK_ROWS, rows - start);
      const chunk = DuckDBDataChunk.create(types, count);
      columns.forEach((column, number) => {
        const vector = chunk.getColumnVector(number) as {
          setItem(row: number, value: string | number): void;
          flush(): void;
        };
        for (let row = 0; row < count; row++) vector.setItem(row, column[start + row]!);
        vector.flush();
      });
      appender.appendDataChunk(chunk);
    }
  }

  private flushEvents(): void {
    const first = this.rows('events');
    const events = this.events;
    this.events = [];
    this.append('events', events.length, [
      events.map((_, i) => first + i),
      events.map(({ atMicros }) => Math.floor(atMicros)),
      events.map(({ event }) => event.connection ?? -1),
      events.map(({ event }) => event.kind),
      events.map(({ event }) => event.venue),
      events.map(({ event }) => event.listings.join(' ')),
      events.map(({ event }) => event.text),
    ]);
    this.count('events', events.length);
  }

  private addMarkets(listings: readonly Listing[], links: readonly Link[]): void {
    const memberships = new Map(
      links
        .filter(({ status }) => status !== 'rejected')
        .flatMap(({ id, members }) =>
          members.map(({ listing, orientation }) => [listing, { id, orientation }] as const),
        ),
    );
    const numbers = listings.map(({ priceGrid, minOrderSizeMicros, fees, closeTimeMs }) => ({
      tick: finestStepMicros(priceGrid),
      min_order_size: minOrderSizeMicros ?? -1,
      fee_rate: isProductCurve(fees) ? fees.rateMicros : -1,
      fee_exponent: isProductCurve(fees) ? fees.exponent : -1,
      fee_round_up: fees?.roundUpToMicros ?? -1,
      close_time: closeTimeMs === null ? -1 : closeTimeMs * MICROS_PER_MS,
    }));
    const texts = listings.map(
      ({ id, venue, marketId, eventId, title, outcomes, status, resolution, category, fees, url }) => ({
        listing: id,
        venue,
        market: marketId,
        event: eventId,
        title,
        first_outcome: outcomes[0],
        second_outcome: outcomes[1],
        status,
        resolution: resolution ?? '',
        category,
        fee: feeText(fees),
        link: memberships.get(id)?.id ?? '',
        orientation: memberships.get(id)?.orientation ?? '',
        url,
      }),
    );
    this.append('markets', listings.length, [
      listings.map((_, number) => number),
      ...MARKET_NUMBERS.map((name) => numbers.map((row) => row[name])),
      ...MARKET_TEXTS.map((name) => texts.map((row) => row[name])),
    ]);
    this.count('markets', listings.length);
  }

  private count(table: ExportTable, rows: number): void {
    this.counts.set(table, this.rows(table) + rows);
  }
}
