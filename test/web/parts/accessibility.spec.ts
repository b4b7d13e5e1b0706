import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { test } from './stories.ts';
import type { Look } from './stories.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** The first look is held to every rule, the second to what a look can change. */
const looks: readonly [Look, (axe: AxeBuilder) => AxeBuilder][] = [
  [{ theme: 'dark', density: 'compact', language: 'en' }, (axe) => axe.withTags(tags)],
  [
    { theme: 'light', density: 'touch', language: 'ko' },
    (axe) => axe.withRules(['color-contrast', 'target-size', 'label-content-name-mismatch']),
  ],
];

for (const [look, choose] of looks) {
  test(`every part meets WCAG 2.2 AA: ${Object.values(look).join(', ')}`, async ({
    page,
    stories,
  }) => {
    test.setTimeout(180_000);
    for (const id of stories.ids) {
      await stories.open(page, id, look);
      const { violations } = await choose(new AxeBuilder({ page })).analyze();
      const found = violations.map((each) => `${each.id}: ${each.nodes[0]?.html ?? ''}`);
      expect.soft(found, id).toEqual([]);
    }
  });
}
