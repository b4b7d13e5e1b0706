import { describe, expect, it } from 'vitest';
import { ownArguments } from './arguments.ts';

describe('the command line of the desktop', () => {
  it('begins after the path of the application while developing', () => {
    const argv = ['electron', '--inspect=0', 'out/main/index.js', '--data', '/srv/site', '--demo'];
    expect(ownArguments(argv, false)).toEqual(['--data', '/srv/site', '--demo']);
  });

  it('begins after the program when installed', () => {
    expect(ownArguments(['/opt/signalbox', '--data=/srv/site'], true)).toEqual([
      '--data=/srv/site',
    ]);
  });

  it('leaves Chromium its own switches, and misspelt ones to be complained about', () => {
    const argv = ['/opt/signalbox', '--no-sandbox', '--user-data-dir=/tmp/x', '--dat=/srv'];
    expect(ownArguments(argv, true)).toEqual(['--dat=/srv']);
  });
});
