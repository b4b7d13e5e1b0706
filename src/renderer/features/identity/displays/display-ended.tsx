import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { EndedDisplay } from '#lib/session.ts';
import { useFormats } from '#lib/use-formats.ts';
import { Button } from '#ui/button.tsx';
import { DisplayMessage } from './display-message.tsx';

/** In the place of the picture of a display whose right is over: what happened, and what to do. */
export function DisplayEnded({ ended: { how, name, at } }: { readonly ended: EndedDisplay }) {
  const { t } = useTranslation('displays');
  const formats = useFormats();
  const [, navigate] = useLocation();
  return (
    <DisplayMessage place={name} title={t(($) => $.ended[how])}>
      <p>{t(($) => $.ended[`${how}Text`])}</p>
      {at !== null && (
        <p>{t(($) => $.ended.since, { time: `${formats.dateTime(at)} ${formats.zone(at)}` })}</p>
      )}
      <p>{t(($) => $.ended.todo)}</p>
      <Button onPress={() => navigate('/display')}>{t(($) => $.ended.pair)}</Button>
    </DisplayMessage>
  );
}
