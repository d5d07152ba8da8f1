import type { SpaceCategory } from '../../../contract/indoor.ts'

/**
 * Words by which models and owners say what a space is, the more telling first: «更衣室淋浴» is where one changes. Chinese, English
 * and, for the models that are passed around most, German.
 */
const words: readonly (readonly [SpaceCategory, RegExp])[] = [
  ['first-aid', /first.?aid|medical|医务|急救|诊室|sanit[äa]ter|erste hilfe/i],
  ['stairs', /stair|楼梯|treppe/i],
  ['entrance', /lift (lobby|hall)|电梯厅|电梯前室/i],
  ['lift', /\b(lift|elevator)|电梯|aufzug|fahrstuhl/i],
  ['changing', /chang|locker|dressing|更衣|umkleide|garderobe/i],
  ['toilet', /toilet|restroom|washroom|\bwc\b|lavatory|卫生间|厕所|洗手间|盥洗/i],
  ['shower', /shower|bath|淋浴|浴室|dusche|\bbad\b/i],
  ['seating', /seat|stand\b|bleacher|tribune|看台|观众席|trib[üu]ne/i],
  ['pool', /pool|swim|泳池|游泳|泳道|schwimm/i],
  [
    'court',
    /fieldofplay|recreation|court|arena|pitch|gym|fitness|\bhall\b.*(sport|ball)|sport.*\bhall\b|球场|篮球|羽毛球|排球|乒乓|场地|比赛|训练|健身|运动场|spielfeld|turnhalle/i,
  ],
  ['reception', /reception|ticket|service desk|information|服务台|售票|前台|接待|empfang/i],
  ['food', /foodservice|kitchen|dining|caf[eé]|restaurant|bar\b|餐|咖啡|厨|k[üu]che|essen/i],
  ['shop', /shop|store\b(?!room)|商店|超市|laden/i],
  ['parking', /parking|garage|car park|停车|车库/i],
  [
    'technical',
    /nonpublic|plant|mechanical|electric|server|technical|utility|shaft|设备|机房|配电|泵|管井|弱电|technik|hausanschlu/i,
  ],
  ['storage', /storage|storeroom|store room|closet|器材|库房|仓库|储|lager|abstell|keller/i],
  ['office', /office|meeting|conference|办公|会议|裁判|教练|b[üu]ro/i],
  [
    'corridor',
    /walkway|corridor|hallway|passage|circulation|concourse|gallery|走廊|走道|过道|通道|回廊|flur|gang\b|galerie/i,
  ],
  ['entrance', /entr|lobby|foyer|vestibule|大厅|门厅|入口|前厅|eingang|diele/i],
]

export const categoryOf = (texts: readonly (string | null)[]): SpaceCategory => {
  for (const text of texts) {
    if (!text) continue
    const found = words.find(([, pattern]) => pattern.test(text))
    if (found) return found[0]
  }
  return 'room'
}
