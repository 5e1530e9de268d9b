/** The export dialog of a session. */
import { type ReactNode, useEffect, useState } from 'react';
import type { ExportTable, SessionCard, SessionContents } from '../../../src-shared/domain/session.ts';
import { mainClient } from '../../stores/clients.ts';
import { formatCount, formatDuration } from '../../text/format.ts';
import { timesIn } from '../../text/times.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { useTimes } from '../../widgets/use-times.ts';
import {
  chosenTables,
  type ExportChoice,
  FORMATS,
  type FormatInfo,
  faultOf,
  fieldTime,
  formatInfo,
  LEVELS_MAX,
  lastChoice,
  planOf,
  rememberChoice,
} from './export-choice.ts';
import { MarketChoice } from './market-choice.tsx';
import { sessionTitle } from './session-name.ts';
import { exportSession } from './session-requests.ts';

const GROUPS: readonly FormatInfo['group'][] = ['Tables', 'Formats of other tools', 'Messages'];
const MICROS_PER_MS = 1_000;

type ExportDialogProps = { readonly session: SessionCard; readonly onClose: () => void };

export function ExportDialog({ session, onClose }: ExportDialogProps) {
  const [choice, setChoice] = useState<ExportChoice>(lastChoice);
  const contents = useContents(session.id);
  const set = (change: Partial<ExportChoice>): void => setChoice((before) => ({ ...before, ...change }));
  const info = formatInfo(choice.format);
  const isTables = info.group === 'Tables';
  const fault = faultOf(choice);
  const title = sessionTitle(session, useTimes());
  const length = formatDuration((session.endMicros - session.startMicros) / MICROS_PER_MS);
  return (
    <Dialog label={`Export ${title}`} className="export" onClose={onClose}>
      <form
        className="export-form"
        onSubmit={(event) => {
          event.preventDefault();
          rememberChoice(choice);
          exportSession(planOf(session.id, choice));
          onClose();
        }}
      >
        <header>
          <h2 className="clip">Export {title}</h2>
          <p className="faint">
            {length}, {formatCount(session.messages)} messages, {formatCount(session.markets)} markets
          </p>
        </header>
        <Line label="Format">
          <FormatSelect choice={choice} set={set} />
          <p className="faint">{info.what}</p>
        </Line>
        {info.tables.length === 0 ? null : (
          <Line label="Tables" isGroup>
            <div className="export-tables">
              {info.tables.map((table) => (
                <TableBox key={table} table={table} choice={choice} set={set} />
              ))}
            </div>
          </Line>
        )}
        {isTables && chosenTables(choice).includes('book_snapshots') ? (
          <Line label="Snapshots" isGroup>
            <div className="export-inline">
              <NumberField
                label="Levels per side"
                value={choice.levels}
                min={1}
                max={LEVELS_MAX}
                onChange={(levels) => set({ levels })}
              />
              <NumberField
                label="every ms"
                value={choice.intervalMs}
                min={10}
                max={86_400_000}
                onChange={(intervalMs) => set({ intervalMs })}
              />
            </div>
          </Line>
        ) : null}
        {info.tables.length === 0 ? null : (
          <Line label="Markets" isGroup>
            <MarketChoice
              markets={contents?.markets ?? null}
              chosen={choice.listings}
              onChange={(listings) => set({ listings })}
            />
          </Line>
        )}
        <Line label="Time" isGroup>
          <TimeChoice session={session} choice={choice} set={set} />
        </Line>
        {isTables ? (
          <Line label="Also" isGroup>
            <Box
              label="Original text of prices and sizes"
              isOn={choice.originals}
              onChange={(originals) => set({ originals })}
            />
            <Box label="Folders by date (date=2026-11-20)" isOn={choice.hive} onChange={(hive) => set({ hive })} />
          </Line>
        ) : null}
        <Line label="Folder">
          <input
            aria-label="Folder"
            value={choice.out}
            placeholder="New folder in exports, next to the sessions"
            spellCheck={false}
            onChange={(event) => set({ out: event.currentTarget.value })}
          />
        </Line>
        <footer>
          <span className="export-fault" role="status">
            {fault}
          </span>
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button button-primary" disabled={fault !== ''}>
            Export
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

type ChoiceProps = { readonly choice: ExportChoice; readonly set: (change: Partial<ExportChoice>) => void };

function FormatSelect({ choice, set }: ChoiceProps) {
  return (
    <select
      aria-label="Format"
      value={choice.format}
      onChange={(event) => {
        const found = FORMATS.find(({ format }) => format === event.currentTarget.value);
        if (found) set({ format: found.format });
      }}
    >
      {GROUPS.map((group) => (
        <optgroup key={group} label={group}>
          {FORMATS.filter((each) => each.group === group).map(({ format, name }) => (
            <option key={format} value={format}>
              {name}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}

function TableBox({ table, choice, set }: ChoiceProps & { readonly table: ExportTable }) {
  const { tables } = choice;
  const isOn = tables.includes(table);
  const onChange = (on: boolean): void =>
    set({ tables: on ? [...tables, table] : tables.filter((each) => each !== table) });
  return <Box label={table} isOn={isOn} onChange={onChange} />;
}

function TimeChoice({ session, choice, set }: ChoiceProps & { readonly session: SessionCard }) {
  const { part } = choice;
  const whole = { from: fieldTime(session.startMicros, 'down'), to: fieldTime(session.endMicros, 'up') };
  return (
    <>
      <Box label="The whole session" isOn={part === null} onChange={(on) => set({ part: on ? null : whole })} />
      {part === null ? null : (
        <div className="export-inline">
          {(['from', 'to'] as const).map((end) => (
            <label key={end}>
              {end}
              <input
                type="datetime-local"
                step={1}
                min={whole.from}
                max={whole.to}
                value={part[end]}
                onChange={(event) => set({ part: { ...part, [end]: event.currentTarget.value } })}
              />
            </label>
          ))}
          <span className="faint">{timesIn('local').zone(session.startMicros / MICROS_PER_MS)}</span>
        </div>
      )}
    </>
  );
}

type NumberFieldProps = {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
};

function NumberField({ label, value, min, max, onChange }: NumberFieldProps) {
  return (
    <label>
      {label}
      <input
        type="number"
        min={min}
        max={max}
        value={value}
        onChange={(event) => onChange(Math.min(max, Math.max(min, event.currentTarget.valueAsNumber || min)))}
      />
    </label>
  );
}

type BoxProps = { readonly label: string; readonly isOn: boolean; readonly onChange: (on: boolean) => void };

function Box({ label, isOn, onChange }: BoxProps) {
  return (
    <label className="export-box">
      <input type="checkbox" checked={isOn} onChange={() => onChange(!isOn)} />
      {label}
    </label>
  );
}

type LineProps = { readonly label: string; readonly isGroup?: boolean; readonly children: ReactNode };

function Line({ label, isGroup = false, children }: LineProps) {
  const group = isGroup ? { role: 'group', 'aria-label': label } : {};
  return (
    <div className="export-line" {...group}>
      <span className="dim">{label}</span>
      <div>{children}</div>
    </div>
  );
}

/** Null before the answer of main. */
function useContents(session: string): SessionContents | null {
  const [contents, setContents] = useState<SessionContents | null>(null);
  useEffect(() => {
    let isCurrent = true;
    mainClient.request('sessionContents', { session }).then(
      (answer) => {
        if (isCurrent) setContents(answer);
      },
      // Everything can still be exported; only single markets cannot be chosen.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [session]);
  return contents;
}
