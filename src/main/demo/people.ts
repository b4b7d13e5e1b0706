/** A person of the demonstration site. */
export interface DemoPerson {
  readonly username: string;
  readonly fullName: string;
  readonly locale: 'en' | 'ko' | 'ja';
  /** What they do all day, for the list printed at the start. */
  readonly does: string;
  /** Name of a seeded role. */
  readonly role: string;
  /** Areas by code with the right in each; `*` for all. */
  readonly areas: Readonly<Record<string, 'view' | 'operate' | 'manage' | 'admin'>>;
  /** Badge number in hex, as an EM4100 card carries it. */
  readonly badge?: string;
  /** How they sign in, for the personas; workers without one only have a badge. */
  readonly password?: string;
  readonly pin?: string;
}

/** The administrator, who fills the site and can do everything. */
export const administrator = {
  username: 'clara.weiss',
  fullName: 'Clara Weiss',
  locale: 'en',
  does: 'administrator',
  password: 'copper lantern valley',
} as const;

/** One person for each kind of work, to sign in as. */
export const personas: readonly DemoPerson[] = [
  {
    username: 'seoyeon.kim',
    fullName: '김서연',
    locale: 'ko',
    does: 'control-room operator',
    role: 'operator',
    areas: { '*': 'view' },
    badge: '0A004F11C2',
    password: 'quiet harbour morning',
    pin: '580413',
  },
  {
    username: 'ken.sato',
    fullName: '佐藤 健',
    locale: 'ja',
    does: 'shop-floor operator',
    role: 'shop operator',
    areas: { MET: 'operate', WOD: 'operate' },
    badge: '0100112233',
    password: 'seven paper cranes fly',
    pin: '274906',
  },
  {
    username: 'jihoon.park',
    fullName: '박지훈',
    locale: 'ko',
    does: 'shop supervisor',
    role: 'shop supervisor',
    areas: { '*': 'manage' },
    badge: '0A004F22D3',
    password: 'winter train to busan',
    pin: '691358',
  },
  {
    username: 'sujin.lee',
    fullName: '이수진',
    locale: 'ko',
    does: 'branch coordinator',
    role: 'BRANCH_MANAGER',
    areas: {},
    badge: '0A004F33E4',
    password: 'green umbrella station',
    pin: '913470',
  },
  {
    username: 'donghyun.choi',
    fullName: '최동현',
    locale: 'ko',
    does: 'installer',
    role: 'INSTALLER',
    areas: {},
    badge: '0A004F44F5',
    password: 'heavy boxes light heart',
    pin: '305827',
  },
  {
    username: 'emma.clarke',
    fullName: 'Emma Clarke',
    locale: 'en',
    does: 'buyer',
    role: 'buyer',
    areas: {},
    badge: '0A004F5506',
    password: 'seventy brass fittings',
    pin: '748206',
  },
  {
    username: 'yumi.takahashi',
    fullName: '高橋 由美',
    locale: 'ja',
    does: 'approver',
    role: 'approver',
    areas: {},
    badge: '0A004F6617',
    password: 'evening tide in nagoya',
    pin: '826195',
  },
  {
    username: 'grace.owens',
    fullName: 'Grace Owens',
    locale: 'en',
    does: 'nurse',
    role: 'nurse',
    areas: {},
    badge: '0A004F7728',
    password: 'lavender by the window',
    pin: '460739',
  },
];

const worker = (
  username: string,
  fullName: string,
  locale: DemoPerson['locale'],
  badge: string,
  areas: DemoPerson['areas'],
): DemoPerson => ({
  username,
  fullName,
  locale,
  does: 'shop-floor operator',
  role: 'shop operator',
  areas,
  badge,
});

/** People who come and go at the machines with their badges. */
export const workers: readonly DemoPerson[] = [
  worker('yuna.jung', '정유나', 'ko', '0B00713A01', { MET: 'operate' }),
  worker('minho.kang', '강민호', 'ko', '0B00713A02', { MET: 'operate', ELE: 'operate' }),
  worker('haruto.ito', '伊藤 陽斗', 'ja', '0B00713A03', { WOD: 'operate' }),
  worker('aoi.yamamoto', '山本 葵', 'ja', '0B00713A04', { WOD: 'operate', ELE: 'operate' }),
  worker('liam.murphy', 'Liam Murphy', 'en', '0B00713A05', { MET: 'operate' }),
  worker('olivia.brown', 'Olivia Brown', 'en', '0B00713A06', { ELE: 'operate' }),
  worker('jiwoo.han', '한지우', 'ko', '0B00713A07', { WOD: 'operate' }),
  worker('sota.kobayashi', '小林 颯太', 'ja', '0B00713A08', { MET: 'operate', WOD: 'operate' }),
];

/** Every demo password, so that an installation that is no demo refuses them. */
export const demoPasswords: readonly string[] = [
  administrator.password,
  ...personas.flatMap(({ password }) => password ?? []),
];
