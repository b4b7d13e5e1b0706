import type { DueDelivery } from './deliveries.queries.ts';

/** A mail, without who it is to. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
}

/** One line, so that nothing a source says can add a header of its own. */
const oneLine = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim();

/** What a mail says of one alarm. */
export function mailOf({ event, at, alarm }: DueDelivery): Mail {
  const escalated = event === 'escalated' ? `Escalation ${alarm.escalationLevel}: ` : '';
  const lines = [
    oneLine(`${alarm.priority} ${alarm.title}`),
    oneLine(`Source: ${alarm.sourceName} (${alarm.sourceType} ${alarm.sourceId})`),
    `At: ${at}`,
    ...(alarm.message === '' ? [] : ['', alarm.message]),
    ...(alarm.operatorAction === null ? [] : ['', `What to do: ${alarm.operatorAction}`]),
    ...(alarm.consequence === null ? [] : ['', `Otherwise: ${alarm.consequence}`]),
    '',
    'Acknowledge it at a console; an answer to this mail is not read.',
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
