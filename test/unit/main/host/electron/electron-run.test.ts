/** Running Electron as a child: its arguments, its environment, its exit code. */
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runElectron } from '../../../../../src-main/host/electron/electron-run.ts';

let root: string;
let executable: string;
let said: string[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'crossbook-run-'));
  executable = join(root, 'electron');
  said = [];
  await writeFile(
    executable,
    `#!/bin/sh\nprintf '%s\\n' "$@" "as-node=$ELECTRON_RUN_AS_NODE" > '${root}/seen'\nexit 5\n`,
  );
  await chmod(executable, 0o700);
  await mkdir(join(root, 'out', 'main'), { recursive: true });
});

afterEach(() => rm(root, { recursive: true }));

const run = (isRoot: boolean): Promise<number> =>
  runElectron({
    executable,
    root,
    args: ['demo', '--seed', '5'],
    environment: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    isRoot,
    say: (text) => said.push(text),
  });

const seen = async (): Promise<string[]> => (await readFile(join(root, 'seen'), 'utf8')).trim().split('\n');

describe.skipIf(process.platform === 'win32')('Electron as a child', () => {
  test('is given the app’s folder and the command, and its exit code is ours', async () => {
    await writeFile(join(root, 'out', 'main', 'main.js'), '');
    expect(await run(false)).toBe(5);
    expect(await seen()).toEqual([root, 'demo', '--seed', '5', 'as-node=']);
    expect(said).toEqual([]);
  });

  test.skipIf(process.platform !== 'linux')('gives up its sandbox for root, and says so', async () => {
    await writeFile(join(root, 'out', 'main', 'main.js'), '');
    await run(true);
    expect((await seen())[0]).toBe('--no-sandbox');
    expect(said).toHaveLength(1);
  });

  test('is built first where it was not', async () => {
    await mkdir(join(root, 'build'));
    await writeFile(
      join(root, 'build', 'run.mjs'),
      `import { writeFileSync } from 'node:fs';
       writeFileSync(${JSON.stringify(join(root, 'out', 'main', 'main.js'))}, process.argv[2]);`,
    );
    expect(await run(false)).toBe(5);
    expect(await readFile(join(root, 'out', 'main', 'main.js'), 'utf8')).toBe('build');
    expect(said).toEqual(['Building the desktop app once.']);
  });

  test('is not run when it cannot be built', async () => {
    await expect(run(false)).rejects.toThrow(/npm run build/);
  });

  test('that cannot be started is an error', async () => {
    await writeFile(join(root, 'out', 'main', 'main.js'), '');
    await rm(executable);
    await expect(run(false)).rejects.toThrow(/ENOENT/);
  });
});
