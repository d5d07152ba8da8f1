import type { StoreyPlan } from './building-plan.ts'
import { box, grandstand } from './sports-hall-arena.ts'
import { core, coreDoors, door, lift, ramps, room, stair } from './sports-hall-parts.ts'

/** The three storeys of the demo's sports hall. */

/** The floor of the main building above the ground, beside the arena's air and the stairs. */
const upperFloor: StoreyPlan['slabs'][number]['ring'] = [
  [0, 0],
  [72, 0],
  [72, 15],
  [60, 15],
  [60, 48],
  [36, 48],
  [36, 15],
  [0, 15],
]

/** Between the stairs and the lift. */
const coreLanding: StoreyPlan['slabs'][number]['ring'] = [
  [68.4, 15],
  [72, 15],
  [72, 24],
  [66, 24],
  [66, 17.4],
  [68.4, 17.4],
]

export function ground(): StoreyPlan {
  const { seats, blocks } = grandstand()
  return {
    name: '一层',
    elevation: 0,
    height: 4.5,
    rooms: [
      room(
        '101',
        '入口大厅',
        'LOBBY',
        [
          [0, 0],
          [24, 0],
          [24, 12],
          [22, 12],
          [2, 12],
          [0, 12],
        ],
        { open: [3], capacity: 300 },
      ),
      room('102', '急救室', 'FIRST_AID', box(24, 0, 30, 12)),
      room('103', '男更衣室', 'CHANGING_ROOM', box(30, 0, 38, 12), { capacity: 40 }),
      room('104', '女更衣室', 'CHANGING_ROOM', box(38, 0, 46, 12), { capacity: 40 }),
      room('105', '男卫生间', 'TOILET', box(46, 0, 51, 12)),
      room('106', '女卫生间', 'TOILET', box(51, 0, 56, 12)),
      room('107', '无障碍卫生间', 'ACCESSIBLE_TOILET', box(56, 0, 59, 12)),
      room('108', '器材室', 'STORAGE', box(59, 0, 72, 12)),
      room(
        '100',
        '一层走廊',
        'CIRCULATION',
        [
          [0, 12],
          [2, 12],
          [22, 12],
          [72, 12],
          [72, 15],
          [0, 15],
        ],
        { open: [1] },
      ),
      room('110', '游泳馆', 'POOL', box(0, 15, 36, 48), { height: 9, capacity: 200 }),
      room('111', '乒乓球室', 'TABLE_TENNIS', box(36, 15, 60, 31), { capacity: 48 }),
      room('112', '健身房', 'GYM', box(36, 31, 60, 48), { capacity: 60 }),
      ...core(1, true),
      room('120', '比赛场地', 'ARENA', box(72, 11, 132, 37), { height: 13, open: [0, 2], capacity: 200 }),
      room('121', '南看台', 'STAND', box(72, 0, 132, 11), { height: 13, open: [2], capacity: 1000 }),
      room('122', '北看台', 'STAND', box(72, 37, 132, 48), { height: 13, open: [0], capacity: 1000 }),
    ],
    doors: [
      door('主入口', [12, 0], 'x', 2.4, ['101']),
      door('西侧出口', [0, 13.5], 'y', 1.8, ['100']),
      door('游泳馆疏散口', [0, 32], 'y', 1.8),
      door('比赛馆东侧出口', [132, 24], 'y', 2.4, ['120']),
      ...[27, 34, 42, 48.5, 53.5, 57.5, 65].map((x, n) =>
        door(`10${n + 2}门`, [x, 12], 'x', n === 5 ? 1 : 0.9, n % 2 ? ['100', `10${n + 2}`] : undefined),
      ),
      door('游泳馆门', [18, 15], 'x', 1.8, ['100', '110']),
      door('乒乓球室门', [48, 15], 'x', 1.5),
      door('健身房门', [48, 31], 'x', 1.5, ['111', '112']),
      door('比赛馆门', [72, 13.5], 'y', 2.4, ['100', '120']),
      ...coreDoors(1, true),
    ],
    slabs: [{ ring: box(0, 0, 132, 48), name: '一层楼板' }],
    flights: [stair(4.5, 61.5), ...ramps()],
    lifts: [lift(13)],
    blocks: [
      ...blocks,
      {
        name: '泳池水面',
        ifcClass: 'IFCBUILDINGELEMENTPROXY',
        ring: box(5.5, 19, 30.5, 44),
        bottom: 0.01,
        height: 0.04,
        colour: [0.2, 0.55, 0.8, 0.75],
      },
    ],
    seats,
  }
}

export function second(): StoreyPlan {
  return {
    name: '二层',
    elevation: 4.5,
    height: 5,
    rooms: [
      room('201', '健身操房', 'FITNESS', box(0, 0, 24, 12), { capacity: 40 }),
      room('202', '瑜伽室', 'FITNESS', box(24, 0, 36, 12), { capacity: 20 }),
      room('203', '更衣室', 'CHANGING_ROOM', box(36, 0, 46, 12)),
      room('204', '男卫生间', 'TOILET', box(46, 0, 51, 12)),
      room('205', '女卫生间', 'TOILET', box(51, 0, 56, 12)),
      room('206', '办公室', 'OFFICE', box(56, 0, 72, 12)),
      room('200', '二层走廊', 'CIRCULATION', box(0, 12, 72, 15)),
      room('211', '羽毛球1号场', 'BADMINTON', box(36, 15, 48, 31.5), { open: [1, 2] }),
      room('212', '羽毛球2号场', 'BADMINTON', box(48, 15, 60, 31.5), { open: [2, 3] }),
      room('213', '羽毛球3号场', 'BADMINTON', box(36, 31.5, 48, 48), { open: [0, 1] }),
      room('214', '羽毛球4号场', 'BADMINTON', box(48, 31.5, 60, 48), { open: [0, 3] }),
      ...core(2, true),
    ],
    doors: [
      ...[12, 30, 41, 48.5, 53.5, 64].map((x, n) =>
        door(`20${n + 1}门`, [x, 12], 'x', 0.9, n % 2 ? undefined : ['200', `20${n + 1}`]),
      ),
      door('羽毛球馆门', [42, 15], 'x', 1.8, ['200', '211']),
      ...coreDoors(2, true),
    ],
    slabs: [
      {
        ring: upperFloor,
        name: '二层楼板',
      },
      {
        ring: [
          [62.6, 15],
          [66, 15],
          [66, 24],
          [60, 24],
          [60, 23.2],
          [62.6, 23.2],
        ],
        name: '二层楼梯平台',
      },
      {
        ring: coreLanding,
        name: '二层核心筒楼板',
      },
      {
        ring: [
          [60, 45],
          [66, 45],
          [66, 24],
          [72, 24],
          [72, 27],
          [67, 27],
          [67, 48],
          [60, 48],
        ],
        name: '二层坡道平台',
      },
    ],
    flights: [stair(5, 64.5)],
    lifts: [],
    blocks: [],
    seats: [],
  }
}

export function third(): StoreyPlan {
  return {
    name: '三层',
    elevation: 9.5,
    height: 4,
    rooms: [
      room('301', '会议室', 'MEETING', box(0, 0, 18, 12), { capacity: 80 }),
      room('302', '办公区', 'OFFICE', box(18, 0, 46, 12)),
      room('303', '男卫生间', 'TOILET', box(46, 0, 51, 12)),
      room('304', '女卫生间', 'TOILET', box(51, 0, 56, 12)),
      room('305', '贵宾室', 'VIP', box(56, 0, 72, 12)),
      room('300', '三层走廊', 'CIRCULATION', box(0, 12, 72, 15)),
      room('311', '舞蹈室', 'DANCE', box(36, 15, 60, 31), { capacity: 50 }),
      room('312', '多功能厅', 'MULTIPURPOSE', box(36, 31, 60, 48), { capacity: 120 }),
      ...core(3, false).filter(({ number }) => number !== '393'),
      room('393', '露台', 'TERRACE', box(69, 15, 72, 24)),
    ],
    doors: [
      ...[9, 32, 48.5, 53.5, 64].map((x, n) =>
        door(`30${n + 1}门`, [x, 12], 'x', 0.9, n % 2 ? ['300', `30${n + 1}`] : undefined),
      ),
      door('舞蹈室门', [48, 15], 'x', 1.5, ['300', '311']),
      door('多功能厅门', [48, 31], 'x', 1.5),
      ...coreDoors(3, false),
    ],
    slabs: [
      {
        ring: upperFloor,
        name: '三层楼板',
      },
      {
        ring: [
          [60, 15],
          [63.4, 15],
          [63.4, 23.2],
          [66, 23.2],
          [66, 24],
          [60, 24],
        ],
        name: '三层楼梯平台',
      },
      {
        ring: coreLanding,
        name: '三层核心筒楼板',
      },
    ],
    flights: [],
    lifts: [],
    blocks: [
      {
        name: '主楼屋面',
        ifcClass: 'IFCROOF',
        ring: box(0, 0, 72, 48),
        bottom: 4,
        height: 0.3,
        colour: [0.45, 0.5, 0.55],
      },
      {
        name: '比赛馆屋面',
        ifcClass: 'IFCROOF',
        ring: box(72, 0, 132, 48),
        bottom: 4,
        height: 0.4,
        colour: [0.5, 0.55, 0.6],
      },
    ],
    seats: [],
  }
}
