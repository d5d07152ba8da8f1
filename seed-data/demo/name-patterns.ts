import type { NameStyle } from './habits.ts'

/** How places are named, as data: {slots} are drawn or given by the surroundings (see names.ts). */

/** Chinese pattern, English pattern; the English one uses the words that the Chinese one drew. */
export type Pattern = readonly [zh: string, en: string]

export const patterns: Record<NameStyle, readonly Pattern[]> = {
  facility: [
    ['{town}{area}社区{type}', '{area} Community {type}, {town}'],
    ['{area}社区{type}', '{area} Community {type}'],
    ['{town}{base}村{type}', '{base} Village {type}, {town}'],
    ['{base}村{number}组{type}', '{base} Village Group {number} {type}'],
    ['{area}小区{type}', '{area} Residential Quarter {type}'],
    ['{base}{area}苑{type}', '{base} {area} Court {type}'],
    ['{road}口袋公园{type}', '{road} Pocket Park {type}'],
    ['{base}公园{type}（{number}号点）', '{base} Park {type} (No. {number})'],
    ['{town}文化广场{type}', '{town} Culture Square {type}'],
    ['{base}湿地公园{type}', '{base} Wetland Park {type}'],
  ],
  hall: [
    ['{county}{area}{type}', '{area} {type}, {county}'],
    ['{town}{type}', '{town} {type}'],
    ['{county}{town}{type}', '{town} {type}, {county}'],
    ['{road}{type}', '{road} {type}'],
    ['{base}{area}{type}', '{base} {area} {type}'],
    ['{county}{ordinal}{type}', '{county} {ordinal} {type}'],
    ['{county}青少年活动中心{type}', '{county} Youth Centre {type}'],
    ['{county}老年大学{type}', '{county} University for the Elderly {type}'],
  ],
  park: [
    ['{base}{area}{type}', '{base} {area} {type}'],
    ['{town}{base}{type}', '{base} {type}, {town}'],
    ['{base}河滨江{type}', '{base} Riverside {type}'],
    ['{base}湖{type}', '{base} Lake {type}'],
    ['{base}山{type}', '{base} Hill {type}'],
    ['{county}{area}{type}', '{area} {type}, {county}'],
  ],
  hiking: [
    ['{base}山登山步道', '{base} Mountain Hiking Trail'],
    ['{county}{base}岭登山步道', '{base} Ridge Hiking Trail, {county}'],
    ['{base}山至{base2}登山步道', '{base} Mountain to {base2} Hiking Trail'],
    ['{base}古道徒步线（第{number}段）', '{base} Old Road Walking Route (Section {number})'],
    ['{town}{base}森林步道', '{base} Forest Trail, {town}'],
  ],
  'fitness-trail': [
    ['{base}河健身步道', '{base} River Fitness Trail'],
    ['{base}湖环湖步道', '{base} Lake Circuit Trail'],
    ['{town}{area}健身步道', '{area} Fitness Trail, {town}'],
    ['{base}公园健身步道', '{base} Park Fitness Trail'],
    ['{base}绿道（{number}段）', '{base} Greenway (Section {number})'],
  ],
  cycling: [
    ['{base}江滨江骑行道', '{base} Riverside Cycling Path'],
    ['环{base}湖骑行道', '{base} Lake Circuit Cycling Path'],
    ['{county}{base}骑行绿道（{number}段）', '{base} Cycling Greenway (Section {number}), {county}'],
    ['{town}至{base}骑行道', '{town} to {base} Cycling Path'],
  ],
  school: [
    ['{county}{ordinal}中学{ground}', '{county} {ordinal} Middle School {ground}'],
    ['{town}中心小学{ground}', '{town} Central Primary School {ground}'],
    ['{base}{area}小学{ground}', '{base} {area} Primary School {ground}'],
    ['{base}中学{ground}', '{base} Middle School {ground}'],
    ['{county}{area}实验学校{ground}', '{area} Experimental School {ground}, {county}'],
    ['{county}{base}职业技术学校{ground}', '{base} Vocational School {ground}, {county}'],
  ],
  club: [
    ['{brand}{type}（{road}店）', '{brand} {type} ({road})'],
    ['{town}{brand}{type}', '{town} {brand} {type}'],
    ['{base}{brand}{type}', '{base} {brand} {type}'],
    ['{brand}{type}（{area}广场店）', '{brand} {type} ({area} Plaza)'],
    ['{brand}{type}（{town}店）', '{brand} {type} ({town})'],
  ],
  outdoor: [
    ['{base}{area}{type}', '{base} {area} {type}'],
    ['{base}山{type}', '{base} Mountain {type}'],
    ['{base}湖{type}', '{base} Lake {type}'],
    ['{county}{base}{type}', '{base} {type}, {county}'],
    ['{base}国际{type}', '{base} International {type}'],
    ['{town}{base}{type}', '{base} {type}, {town}'],
  ],
}

export const longest: Pattern = [
  '{prefecture}{county}{town}{area}社区综合文化服务中心附属{type}（含室内羽毛球室、乒乓球室、老年人活动室与儿童康体区，{road}入口）',
  '{type} of the {area} Community Culture Centre, {town}, {county} (entrance {road})',
]

export const only: Pattern = ['{county}{type}', '{county} {type}']
