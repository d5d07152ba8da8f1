import type { peopleZhCN } from './people.zh-CN.ts'

export const peopleEn: Record<keyof typeof peopleZhCN, string> = {
  'console.admin': 'Operations',
  'console.manage': 'My venues',
  'console.toMap': 'Map',
  'console.menu': 'Menu',
  'console.nav': 'Sections',
  'console.me': 'My account',
  'console.signOut': 'Sign out',
  'console.language': '切换到中文',
  'console.theme': 'Light or dark',
  'console.noAnswer': 'The server did not answer; nothing was lost. Try again in a moment.',
  'console.noRole': 'Your account has no role here yet.',
  'console.noRoleWho': 'Ask an operator of your county or an administrator for one, then reload this page.',
  'console.noPage': 'There is no such page.',
  'console.reports': 'Reports',
}
