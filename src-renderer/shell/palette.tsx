/** The palette: finds markets of the whole catalogue, panes and commands by name. */
import { Command } from 'cmdk';
import { LayoutGrid, Link2, SquareTerminal, TrendingUp } from 'lucide-react';
import { useState } from 'react';
import { PANES } from '../panes/index.ts';
import type { Pane } from '../panes/pane.ts';
import { Dialog } from '../widgets/dialog.tsx';
import { KeyCaps } from '../widgets/key-caps.tsx';
import type { SearchRow } from '../widgets/search-rows.ts';
import { useMarketSearch } from '../widgets/use-market-search.ts';
import { VenueTag } from '../widgets/venue-tag.tsx';
import { COMMANDS, type CommandId, runCommand } from './commands.ts';
import { workspace } from './dock/workspace.ts';
import { keyLabels, keysOf } from './hotkeys.ts';
import { closeOverlay } from './overlays-store.ts';
import { isMac } from './platform.ts';
import { rank } from './rank.ts';

const OTHER_COMMANDS = COMMANDS.filter((entry) => entry.id !== 'palette');

export function Palette() {
  const [text, setText] = useState('');
  const search = useMarketSearch(text);
  // What was chosen may move the focus itself (the search field): it is done after the dialog gave the focus back.
  const choose = (run: () => void): void => {
    closeOverlay();
    setTimeout(run);
  };
  const panes = rank(text, PANES, (pane) => `Open ${pane.title} pane`);
  const others =
    text.trim() === '' ? [] : rank(text, PANES.filter(isOpenAlready), (pane) => `Open another ${pane.title} pane`);
  const commands = rank(text, OTHER_COMMANDS, (entry) => `${entry.title} ${entry.words}`);
  return (
    <Dialog label="Find markets, panes and commands" className="palette" onClose={closeOverlay}>
      <Command shouldFilter={false} loop label="Find markets, panes and commands">
        <Command.Input value={text} onValueChange={setText} placeholder="Market, pane or command" />
        <Command.List>
          {search.state === 'done' ? <Command.Empty>No match for “{text}”</Command.Empty> : null}
          {search.state === 'failed' ? <p className="hits-note">The search failed. {search.problem}</p> : null}
          {search.rows.length > 0 ? (
            <Command.Group heading="Markets">
              {search.rows.slice(0, 12).map((row) => (
                <MarketItem key={row.id} row={row} onChoose={() => choose(() => workspace.showMarket(row.id))} />
              ))}
            </Command.Group>
          ) : null}
          {panes.length > 0 || others.length > 0 ? (
            <Command.Group heading="Panes">
              {panes.map((pane) => (
                <Command.Item
                  key={pane.id}
                  value={`pane ${pane.id}`}
                  onSelect={() => choose(() => workspace.open(pane.id))}
                >
                  <pane.icon size={14} aria-hidden="true" />
                  <span className="clip">Open {pane.title}</span>
                </Command.Item>
              ))}
              {others.map((pane) => (
                <Command.Item
                  key={pane.id}
                  value={`another pane ${pane.id}`}
                  onSelect={() => choose(() => workspace.open(pane.id, null, true))}
                >
                  <pane.icon size={14} aria-hidden="true" />
                  <span className="clip">Open another {pane.title}</span>
                </Command.Item>
              ))}
            </Command.Group>
          ) : null}
          {commands.length > 0 ? (
            <Command.Group heading="Commands">
              {commands.map((entry) => (
                <Command.Item
                  key={entry.id}
                  value={`command ${entry.id}`}
                  onSelect={() => choose(() => runCommand(entry.id))}
                >
                  <SquareTerminal size={14} aria-hidden="true" />
                  <span className="clip">{entry.title}</span>
                  <CommandKeys id={entry.id} />
                </Command.Item>
              ))}
            </Command.Group>
          ) : null}
        </Command.List>
      </Command>
      <p className="palette-foot">
        <LayoutGrid size={12} aria-hidden="true" /> ↑ ↓ to move, Enter to choose, Esc to close
      </p>
    </Dialog>
  );
}

/** Of such a pane another can be opened beside the one there is. */
function isOpenAlready({ id, many }: Pane): boolean {
  return many && workspace.isOpen(id);
}

function MarketItem({ row, onChoose }: { readonly row: SearchRow; readonly onChoose: () => void }) {
  const members = row.link?.members.map((member) => member.listing) ?? [row.id];
  const Icon = row.link === null ? TrendingUp : Link2;
  return (
    <Command.Item value={`market ${row.id}`} onSelect={onChoose}>
      <Icon size={14} aria-hidden="true" />
      <span className="clip">{row.link?.title ?? row.listing?.title}</span>
      <span className="palette-tags">
        {members.map((listing) => (
          <VenueTag key={listing} listing={listing} />
        ))}
      </span>
    </Command.Item>
  );
}

function CommandKeys({ id }: { readonly id: CommandId }) {
  const keys = keysOf(id);
  return keys === null ? null : <KeyCaps labels={keyLabels(keys, isMac)} />;
}
