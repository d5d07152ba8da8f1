import { pinyin } from 'pinyin-pro'
import { pinyinKeys } from '../../api/modules/places/pinyin-keys.ts'

/** A piece of a name with all that is derived from it, so that names are put together without reading each anew. */
export interface Word {
  zh: string
  en: string
  pinyin: string
  initials: string
}

const words = new Map<string, Word>()

/** The word for a Chinese piece; `en` is its English form, by default its pinyin as one capitalised word. Kept once made. */
export function word(zh: string, en?: string): Word {
  const key = en === undefined ? zh : `${zh}\n${en}`
  let found = words.get(key)
  if (!found) {
    found = { zh, en: en ?? romanised(zh), ...pinyinKeys(zh) }
    words.set(key, found)
  }
  return found
}

/** 永安 → Yong'an: an apostrophe before a syllable that begins with a vowel. */
function romanised(zh: string): string {
  const syllables = pinyin(zh, { toneType: 'none', type: 'array' })
  const joined = syllables
    .reduce((text, next) => text + (/^[aeo]/.test(next) ? `'${next}` : next), '')
    .replace(/^'/, '')
  return joined.slice(0, 1).toUpperCase() + joined.slice(1)
}

const firsts = [
  ...'青白龙凤金银石清双永兴太云天玉新东南西红黄福安高平文仁义和顺三九万古松竹梅柏桂莲桃柳明光泰康宝华吉临望观星紫翠锦',
]
const seconds = [...'溪桥坪林塘泉谷湾口沟井坡滩渡台门峰关堰坝冲垭寺田']

/** Invented names of places, two characters each: 清溪, 龙泉, 永安 … (about 1,600). Some are bound to exist somewhere. */
export const baseNames: readonly Word[] = firsts.flatMap((first) => seconds.map((second) => word(first + second)))

const civic =
  '幸福 和平 光明 建设 团结 胜利 友谊 文化 人民 滨江 锦绣 康乐 朝阳 春风 阳光 书香 振兴 复兴 富民 迎宾 公园 体育 学府 科创 创新 花园 民主 劳动 青年 英才 前进 利民 惠民 雅居 丽景 翠屏 望江 临江 映月 听涛 环城 中心 向阳 桃园 杏林 梧桐 樱花 芙蓉 海棠'

export const civicNames: readonly Word[] = civic.split(' ').map((zh) => word(zh))

export const roads: readonly Word[] = [...civicNames, ...baseNames.filter((_, index) => index % 5 === 0)].flatMap(
  (name) => [
    word(`${name.zh}路`, `${name.en} Road`),
    word(`${name.zh}街`, `${name.en} Street`),
    word(`${name.zh}大道`, `${name.en} Avenue`),
  ],
)

export const ordinals: readonly Word[] = [...'一二三四五六七八九十'].map((digit, index) =>
  word(`第${digit}`, `No. ${index + 1}`),
)

export const numbers: readonly Word[] = Array.from({ length: 60 }, (_, index) =>
  word(String(index + 1), String(index + 1)),
)

/** Names of clubs, made of two halves; none is meant to be anyone's. */
export const brands: readonly Word[] =
  '悦动 燃力 跃界 力合 晨曦 飞跃 活力 极光 卓越 律动 炫动 星跃 健行 恒动 倍力 动境 元气 猎风 轻羽 蓝鲸 赤兔 山猫 云豹 雷霆'
    .split(' ')
    .flatMap((first) => '派 汇 空间 会 工场 坊 社 营'.split(' ').map((second) => word(first + second)))
