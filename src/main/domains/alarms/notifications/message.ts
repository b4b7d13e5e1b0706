import { alarmTypeWords } from '#contract/words/alarm-type-words.ts';
import type { Language } from '#contract/words/languages.ts';
import type { DueDelivery } from './deliveries.queries.ts';
import { mailTexts } from './mail-texts.ts';

/** A mail, without who it is to. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
}

/** One line, so that nothing a source says can add a header of its own. */
const oneLine = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim();

/** The alarm as its reader is told of it. What a person or a source wrote stays as it is. */
function worded({ event, alarm }: DueDelivery, language: Language): DueDelivery['alarm'] {
  const { testTitle, testMessage } = mailTexts[language];
  if (event === 'test') return { ...alarm, title: testTitle, message: testMessage };
  const own = { alarmType: alarm.type };
  const { title, operatorAction, consequence } = alarm;
  return {
    ...alarm,
    title: alarmTypeWords(language, { ...own, text: 'title', own: title }),
    operatorAction: alarmTypeWords(language, { ...own, text: 'action', own: operatorAction }),
    consequence: alarmTypeWords(language, { ...own, text: 'consequence', own: consequence }),
  };
}

/** What a mail says of one alarm, in the language of its reader. */
export function mailOf(delivery: DueDelivery, language: Language): Mail {
  const alarm = worded(delivery, language);
  const texts = mailTexts[language];
  const escalated =
    delivery.event === 'escalated' ? `${texts.escalation(alarm.escalationLevel)}: ` : '';
  const lines = [
    oneLine(`${alarm.priority} ${alarm.title}`),
    oneLine(`${texts.source}: ${alarm.sourceName} (${alarm.sourceType} ${alarm.sourceId})`),
    `${texts.at}: ${delivery.at}`,
    ...(alarm.message === '' ? [] : ['', alarm.message]),
    ...(alarm.operatorAction === null ? [] : ['', `${texts.whatToDo}: ${alarm.operatorAction}`]),
    ...(alarm.consequence === null ? [] : ['', `${texts.otherwise}: ${alarm.consequence}`]),
    '',
    texts.ending,
  ];
  return {
    subject: oneLine(`${escalated}[${alarm.priority}] ${alarm.title}: ${alarm.sourceName}`).slice(
      0,
      200,
    ),
    text: lines.join('\n'),
  };
}

/** What a webhook is told of one alarm; `docs/webhooks.md` describes it. */
export function bodyOf({ id, event, at, alarm }: DueDelivery): string {
  return JSON.stringify({ id, type: `alarm.${event}`, at, alarm });
}
