import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { test } from './stories.ts';
import type { Look } from './stories.ts';

const looks: readonly Look[] = [
  { theme: 'dark', density: 'compact', language: 'en' },
  { theme: 'light', density: 'touch', language: 'ko' },
];

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

for (const look of looks) {
  test(`every part meets WCAG 2.2 AA: ${Object.values(look).join(', ')}`, async ({
    page,
    stories,
  }) => {
    test.setTimeout(180_000);
    for (const id of stories.ids) {
      await stories.open(page, id, look);
      const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
      const found = violations.map((each) => `${each.id}: ${each.nodes[0]?.html ?? ''}`);
      expect.soft(found, id).toEqual([]);
    }
  });
}
