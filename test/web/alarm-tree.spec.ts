import { expect } from '@playwright/test';
import { lostReaders, raiseBeside } from '#test/support/raise-alarms.ts';
import { signIn, test } from './support/site.ts';

const time = '/\\d{4}.+\\d{2}:\\d{2}:\\d{2}/';

/** The queue as a screen reader tells it, with one row chosen. */
const trees = {
  en: `
    - main:
      - toolbar "Filters and commands":
        - radiogroup "Queue or history":
          - radio "Queue" [checked]
          - radio "History"
        - group:
          - searchbox "Source or message"
        - button "Priority"
        - button "Filter"
        - button "Views"
        - separator
        - button "Next"
        - button "Acknowledge"
        - button "Shelve…"
        - button "Mine"
        - button "Remark…"
        - button "More actions"
        - button "Hold the order"
        - status: Order held · Esc lets go
      - grid "Alarm queue":
        - rowgroup:
          - row:
            - columnheader "Priority"
            - columnheader "State"
            - columnheader "Time"
            - columnheader "Source"
            - columnheader "Message"
            - columnheader "Count"
            - columnheader "Marks"
            - columnheader "Looked after by"
            - columnheader "Acknowledged by"
        - rowgroup:
          - row [selected]:
            - gridcell "Priority 3":
              - img "Priority 3"
            - gridcell "Active, unacknowledged"
            - gridcell ${time}
            - gridcell "Spare reader 91"
            - gridcell "Badge reader is not connected"
            - gridcell "1"`,
  ko: `
    - main:
      - toolbar "필터와 명령":
        - radiogroup "현재 경보 또는 이력":
          - radio "현재 경보" [checked]
          - radio "이력"
        - group:
          - searchbox "발생원, 메시지"
        - button "우선순위"
        - button "필터"
        - button "보기"
        - separator
        - button "다음"
        - button "확인"
        - button "보류…"
        - button "내가 담당"
        - button "의견…"
        - button "추가 작업"
        - button "순서 고정"
        - status: 순서 고정됨 · Esc로 해제
      - grid "경보 목록":
        - rowgroup:
          - row:
            - columnheader "우선순위"
            - columnheader "상태"
            - columnheader "시각"
            - columnheader "발생원"
            - columnheader "메시지"
            - columnheader "횟수"
            - columnheader "표시"
            - columnheader "담당자"
            - columnheader "확인자"
        - rowgroup:
          - row [selected]:
            - gridcell "우선순위 3":
              - img "우선순위 3"
            - gridcell "발생 중, 미확인"
            - gridcell ${time}
            - gridcell "Spare reader 91"
            - gridcell "배지 리더기 연결 끊김"
            - gridcell "1"`,
  ja: `
    - main:
      - toolbar "絞り込みと操作":
        - radiogroup "現在の警報または履歴":
          - radio "現在" [checked]
          - radio "履歴"
        - group:
          - searchbox "発生元・メッセージ"
        - button "優先度"
        - button "絞り込み"
        - button "ビュー"
        - separator
        - button "次へ"
        - button "確認"
        - button "保留…"
        - button "自分が担当"
        - button "コメント…"
        - button "その他の操作"
        - button "並びを固定"
        - status: 並びを固定中・Escで解除
      - grid "警報一覧":
        - rowgroup:
          - row:
            - columnheader "優先度"
            - columnheader "状態"
            - columnheader "時刻"
            - columnheader "発生元"
            - columnheader "メッセージ"
            - columnheader "回数"
            - columnheader "マーク"
            - columnheader "担当者"
            - columnheader "確認者"
        - rowgroup:
          - row [selected]:
            - gridcell "優先度 3":
              - img "優先度 3"
            - gridcell "発生中・未確認"
            - gridcell ${time}
            - gridcell "Spare reader 91"
            - gridcell "バッジリーダー未接続"
            - gridcell "1"`,
} as const;

const chosenBy = { en: 'EN', ko: 'KO', ja: 'JA' } as const;

test('a screen reader tells the queue in three languages: names, states in full, what is chosen', async ({
  page,
  site,
}) => {
  await raiseBeside(site.server.dataDir, lostReaders(91));
  await signIn(page, site);
  await page.goto(`${site.server.url}/?alarms.search=Spare+reader+91#/alarms`);
  // The filters in use are a grid as well, and come first.
  const grid = page.getByRole('grid').last();
  await grid.getByRole('row').filter({ hasText: 'Spare reader 91' }).click();
  for (const language of ['en', 'ko', 'ja'] as const) {
    await page.getByRole('radio', { name: chosenBy[language] }).click();
    await expect(page.getByRole('main')).toMatchAriaSnapshot(trees[language]);
    await expect(grid).toHaveAttribute('aria-rowcount', '2');
    const row = grid.getByRole('row', { selected: true });
    await expect(row).toHaveAttribute('aria-rowindex', '2');
    await expect(grid).toHaveAttribute(
      'aria-activedescendant',
      (await row.getAttribute('id')) ?? '',
    );
  }
});
