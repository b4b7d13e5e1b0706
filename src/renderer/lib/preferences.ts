import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import { browserStorage } from './browser-storage.ts';
import { detectLanguage } from './languages.ts';
import type { Language } from '#contract/words/languages.ts';

/** The look: `system` follows the operating system. */
export type Theme = 'system' | 'dark' | 'light';

/** Compact has 26 px rows for mouse and keyboard; touch has 48 px rows for gloves. */
export type Density = 'compact' | 'touch';

/** Loudness of the alarm sound; `off` only where somebody else's station sounds. */
export const alarmSounds = ['off', 'quiet', 'normal', 'loud'] as const;

/** One of {@link alarmSounds}. */
export type AlarmSound = (typeof alarmSounds)[number];

/** How a person arranged one table. */
export interface TableLayout {
  /** Column ids from left to right; columns that are not named follow in their defined order. */
  readonly order: readonly string[];
  /** Widths in CSS pixels by column id. */
  readonly widths: Readonly<Record<string, number>>;
  /** Ids of hidden columns. */
  readonly hidden: readonly string[];
}

/** The arrangement of a table nobody has touched. */
export const untouchedLayout: TableLayout = { order: [], widths: {}, hidden: [] };

/** What a person likes; kept on this machine. */
export interface Preferences {
  readonly theme: Theme;
  readonly density: Density;
  readonly language: Language;
  /** An IANA zone such as `Asia/Seoul`, or null to show times in the zone of the site. */
  readonly timeZone: string | null;
  /** How this station's keyboard reader writes badge numbers. */
  readonly wedgeForm: 'hex' | 'decimal';
  /** How loudly alarms sound at this station. */
  readonly alarmSound: AlarmSound;
  /** The zone of the site, told by the server; not kept. */
  readonly siteTimeZone: string;
  /** Arrangements by table id. */
  readonly tables: Readonly<Record<string, TableLayout>>;
  /** Widths of side panels in CSS pixels, by panel id. */
  readonly panels: Readonly<Record<string, number>>;
}

const browserTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The store of preferences; change it by `setPreferences` or its siblings. */
export const usePreferences = create<Preferences>()(
  persist(
    (): Preferences => ({
      theme: 'system',
      density: 'compact',
      language: detectLanguage(),
      timeZone: null,
      wedgeForm: 'hex',
      alarmSound: 'normal',
      siteTimeZone: browserTimeZone(),
      tables: {},
      panels: {},
    }),
    {
      name: 'signalbox.preferences',
      version: 1,
      storage: createJSONStorage(() => browserStorage),
      partialize: ({ siteTimeZone: _fromServer, ...kept }) => kept,
    },
  ),
);

/** Changes some preferences and leaves the others. */
export function setPreferences(
  change: Partial<
    Pick<
      Preferences,
      'theme' | 'density' | 'language' | 'timeZone' | 'wedgeForm' | 'alarmSound' | 'siteTimeZone'
    >
  >,
): void {
  usePreferences.setState(change);
}

/** Remembers how a table is arranged; null forgets it. */
export function rememberTable(id: string, layout: TableLayout | null): void {
  usePreferences.setState(({ tables: { [id]: _old, ...others } }) => ({
    tables: layout ? { ...others, [id]: layout } : others,
  }));
}

/** Remembers how wide a side panel is, in CSS pixels. */
export function rememberPanel(id: string, width: number): void {
  usePreferences.setState(({ panels }) => ({ panels: { ...panels, [id]: width } }));
}

/** The zone in which times are shown: the person's choice, else that of the site. */
export function useTimeZone(): string {
  return usePreferences((preferences) => preferences.timeZone ?? preferences.siteTimeZone);
}
