import type { Language } from '#contract/words/languages.ts';

/** What the desktop itself says, outside the console's pages. */
export interface DesktopTexts {
  readonly language: Language;
  readonly cannotStart: string;
  readonly tray: (unacknowledged: number) => string;
  readonly open: string;
  readonly quit: string;
  readonly file: string;
  readonly edit: string;
  readonly view: string;
  readonly newWindow: string;
  readonly lock: string;
  readonly fullScreen: string;
  readonly hangs: string;
  readonly hangsDetail: string;
  readonly wait: string;
  readonly reload: string;
  readonly keepsCrashing: string;
  readonly keepsCrashingDetail: string;
  /** Title of one message for several alarms. */
  readonly severalAlarms: (count: number) => string;
  readonly severalAlarmsDetail: string;
}

const english: DesktopTexts = {
  language: 'en',
  cannotStart: 'Signalbox cannot start',
  tray: (count) =>
    count === 0 ? 'Signalbox: no unacknowledged alarms' : `Signalbox: ${count} unacknowledged`,
  open: 'Open Signalbox',
  quit: 'Quit Signalbox',
  file: 'File',
  edit: 'Edit',
  view: 'View',
  newWindow: 'New window',
  lock: 'Lock the console',
  fullScreen: 'Full screen',
  hangs: 'The window does not respond.',
  hangsDetail: 'What you entered is kept when the window is loaded again.',
  wait: 'Wait',
  reload: 'Load again',
  keepsCrashing: 'The window keeps failing.',
  keepsCrashingDetail: 'The program itself goes on. What you entered is kept.',
  severalAlarms: (count) => `${count} alarms need attention`,
  severalAlarmsDetail: 'Open the alarm queue to see them.',
};

const korean: DesktopTexts = {
  language: 'ko',
  cannotStart: 'Signalbox를 시작할 수 없습니다',
  tray: (count) =>
    count === 0 ? 'Signalbox: 미확인 경보 없음' : `Signalbox: 미확인 경보 ${count}건`,
  open: 'Signalbox 열기',
  quit: 'Signalbox 종료',
  file: '파일',
  edit: '편집',
  view: '보기',
  newWindow: '새 창',
  lock: '콘솔 잠금',
  fullScreen: '전체 화면',
  hangs: '창이 응답하지 않습니다.',
  hangsDetail: '창을 다시 불러와도 입력한 내용은 유지됩니다.',
  wait: '기다리기',
  reload: '다시 불러오기',
  keepsCrashing: '창이 계속 중단됩니다.',
  keepsCrashingDetail: '프로그램은 계속 실행됩니다. 입력한 내용은 유지됩니다.',
  severalAlarms: (count) => `조치가 필요한 경보 ${count}건`,
  severalAlarmsDetail: '경보 목록을 열어 확인하세요.',
};

const japanese: DesktopTexts = {
  language: 'ja',
  cannotStart: 'Signalbox を起動できません',
  tray: (count) =>
    count === 0 ? 'Signalbox: 未確認の警報なし' : `Signalbox: 未確認の警報 ${count} 件`,
  open: 'Signalbox を開く',
  quit: 'Signalbox を終了',
  file: 'ファイル',
  edit: '編集',
  view: '表示',
  newWindow: '新しいウィンドウ',
  lock: 'コンソールをロック',
  fullScreen: '全画面',
  hangs: 'ウィンドウが応答しません。',
  hangsDetail: 'ウィンドウを再読み込みしても入力内容は保持されます。',
  wait: '待つ',
  reload: '再読み込み',
  keepsCrashing: 'ウィンドウの異常終了が続いています。',
  keepsCrashingDetail: 'プログラムは動作を続けています。入力内容は保持されます。',
  severalAlarms: (count) => `対応が必要な警報 ${count} 件`,
  severalAlarmsDetail: '警報一覧を開いて確認してください。',
};

const byLanguage: Readonly<Record<string, DesktopTexts>> = {
  en: english,
  ko: korean,
  ja: japanese,
};

/** The texts for a locale such as `ko-KR`; English where there are none. */
export function textsFor(locale: string): DesktopTexts {
  return byLanguage[locale.split('-')[0]?.toLowerCase() ?? ''] ?? english;
}
