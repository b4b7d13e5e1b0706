import type { Language } from '#contract/words/languages.ts';

/** What a mail says around an alarm. */
export interface MailTexts {
  readonly escalation: (level: number) => string;
  readonly source: string;
  readonly at: string;
  readonly whatToDo: string;
  readonly otherwise: string;
  /** That an answer reaches nobody. */
  readonly ending: string;
  readonly testTitle: string;
  readonly testMessage: string;
}

/** The texts of mails by the language of who gets them. */
export const mailTexts: Readonly<Record<Language, MailTexts>> = {
  en: {
    escalation: (level) => `Escalation ${level}`,
    source: 'Source',
    at: 'At',
    whatToDo: 'What to do',
    otherwise: 'Otherwise',
    ending: 'Acknowledge it at a console; an answer to this mail is not read.',
    testTitle: 'Test of notifications',
    testMessage: 'Somebody pressed the test button of this channel. Nothing is wrong.',
  },
  ko: {
    escalation: (level) => `에스컬레이션 ${level}단계`,
    source: '발생원',
    at: '발생 시각',
    whatToDo: '조치 방법',
    otherwise: '조치하지 않으면',
    ending: '콘솔에서 확인 처리하세요. 이 메일에 답장해도 아무도 읽지 않습니다.',
    testTitle: '알림 시험',
    testMessage: '누군가 이 채널의 시험 버튼을 눌렀습니다. 문제는 없습니다.',
  },
  ja: {
    escalation: (level) => `エスカレーション ${level}`,
    source: '発生元',
    at: '発生時刻',
    whatToDo: '対応方法',
    otherwise: '対応しない場合',
    ending: '端末で確認してください。このメールへの返信は読まれません。',
    testTitle: '通知のテスト',
    testMessage: 'このチャネルのテストボタンが押されました。異常はありません。',
  },
};
