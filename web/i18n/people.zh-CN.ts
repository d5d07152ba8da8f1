/** Texts of sign-in, the consoles' frame, /me and the people pages of /admin. */
export const peopleZhCN = {
  'console.admin': '运营后台',
  'console.manage': '场馆管理',
  'console.toMap': '地图',
  'console.menu': '菜单',
  'console.nav': '栏目',
  'console.me': '我的账号',
  'console.signOut': '退出',
  'console.language': '切换到英文',
  'console.theme': '切换深浅色',
  'console.noAnswer': '服务器没有回应，什么都没有丢。请稍后重试。',
  'console.noRole': '你的账号还没有这里的权限。',
  'console.noRoleWho': '请所在区县的运营人员或管理员给你相应的角色，然后刷新本页。',
  'console.noPage': '没有这个页面。',
  'console.reports': '市民报告',
} as const
