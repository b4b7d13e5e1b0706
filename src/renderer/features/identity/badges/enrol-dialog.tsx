import { useQueryClient } from '@tanstack/react-query';
import { Check, CircleDashed, IdCard } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '#lib/class-names.ts';
import { client, orpc } from '#lib/core.ts';
import { useAction } from '#ui/use-action.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { TextField } from '#ui/text-field.tsx';
import { FormStack } from '../sign-in/form-stack.tsx';
import parts from '../parts/parts.module.css';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { useTwoReadings } from './badge-reads.ts';
import type { BadgeRead } from './badge-reads.ts';
import styles from './badges.module.css';

/** What an {@link EnrolDialog} takes. */
export interface EnrolDialogProps {
  readonly open: boolean;
  readonly userId: string;
  readonly fullName: string;
  readonly onClose: () => void;
}

/** Gives a badge to a person: hold it to the reader, hold it again, done. */
export function EnrolDialog(props: EnrolDialogProps) {
  const { t } = useTranslation('users');
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={t(($) => $.enrol.title, { name: props.fullName })}
      mustAnswer
    >
      <Enrol {...props} />
    </Dialog>
  );
}

function Enrol({ userId, fullName, onClose }: EnrolDialogProps) {
  const { t } = useTranslation('users');
  const queries = useQueryClient();
  const { first, second, startAgain } = useTwoReadings();
  const [label, setLabel] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const words = useIdentityWords();
  const { busy, run } = useAction(
    (readings: readonly [BadgeRead, BadgeRead]) =>
      client.identity.badges.enrol({
        userId,
        label: label.trim() === '' ? null : label.trim(),
        readings: [readings[0].badge, readings[1].badge],
      }),
    {
      done: () => t(($) => $.enrol.done, { name: fullName }),
      onDone: () => {
        void queries.invalidateQueries({ queryKey: orpc.identity.badges.key() });
        onClose();
      },
      refused(error) {
        setProblem(words(error));
        startAgain();
        return null;
      },
    },
  );
  const send = (): void => {
    setProblem(null);
    if (first && second) run([first, second]);
  };
  return (
    <FormStack onSend={send}>
      {problem !== null && <Banner tone="error">{problem}</Banner>}
      <ol className={styles.steps} aria-live="polite">
        <Step text={t(($) => $.enrol.first)} read={first} now={!first} />
        <Step text={t(($) => $.enrol.second)} read={second} now={first !== null && !second} />
      </ol>
      <TextField
        label={t(($) => $.enrol.label)}
        description={t(($) => $.enrol.labelHint)}
        value={label}
        onChange={setLabel}
        maxLength={100}
      />
      <div className={parts.right}>
        <Button isDisabled={!first} onPress={startAgain}>
          {t(($) => $.enrol.again)}
        </Button>
        <Button type="submit" variant="primary" busy={busy} isDisabled={!first || !second}>
          {t(($) => $.enrol.give)}
        </Button>
      </div>
    </FormStack>
  );
}

function Step(props: {
  readonly text: string;
  readonly read: BadgeRead | null;
  readonly now: boolean;
}) {
  const { text, read, now } = props;
  const { t } = useTranslation('users');
  const icon = read ? (
    <Check aria-hidden="true" />
  ) : now ? (
    <IdCard aria-hidden="true" />
  ) : (
    <CircleDashed aria-hidden="true" />
  );
  return (
    <li className={classNames(styles.step, now && styles.now)}>
      {icon}
      <span>{read ? readText() : text}</span>
    </li>
  );

  function readText(): string {
    if (!read?.read) return t(($) => $.enrol.scanned);
    const { lastFour, readerName } = read.read;
    return t(($) => $.enrol.read, { lastFour, reader: readerName });
  }
}
