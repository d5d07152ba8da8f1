import type { SpaceCategory } from './indoor.ts'

/** Words for what spaces are used for, in both languages. Codes are stored; people read words. */

type Words = readonly [zh: string, en: string]

/** What an owner chooses from; the categories of indoor maps. */
const categories: Readonly<Record<SpaceCategory, Words>> = {
  court: ['运动场地', 'Court'],
  pool: ['泳池', 'Pool'],
  seating: ['看台', 'Seating'],
  changing: ['更衣室', 'Changing room'],
  toilet: ['卫生间', 'Toilets'],
  shower: ['淋浴', 'Showers'],
  'first-aid': ['医务室', 'First aid room'],
  entrance: ['大厅、入口', 'Lobby, entrance'],
  corridor: ['走廊', 'Corridor'],
  stairs: ['楼梯间', 'Stairwell'],
  lift: ['电梯井', 'Lift shaft'],
  food: ['餐饮', 'Food'],
  shop: ['商店', 'Shop'],
  reception: ['服务台', 'Reception'],
  office: ['办公', 'Office'],
  storage: ['库房', 'Storage'],
  technical: ['设备用房', 'Technical room'],
  parking: ['停车', 'Parking'],
  room: ['房间', 'Room'],
}
export const spaceUses = Object.keys(categories) as readonly SpaceCategory[]

const toilet: Words = categories.toilet
/** Codes that models and plans carry, in lower case and letters only. */
const codes: Readonly<Record<string, Words>> = {
  arena: ['比赛馆', 'Arena'],
  multipurpose: ['多功能厅', 'Multi-purpose hall'],
  hall: ['大厅', 'Hall'],
  lobby: ['大厅', 'Lobby'],
  foyer: ['门厅', 'Foyer'],
  entrancehall: ['门厅', 'Entrance hall'],
  circulation: ['交通空间', 'Circulation'],
  hallway: categories.corridor,
  walkway: categories.corridor,
  gallery: ['回廊', 'Gallery'],
  terrace: ['露台', 'Terrace'],
  badminton: ['羽毛球', 'Badminton'],
  basketball: ['篮球', 'Basketball'],
  volleyball: ['排球', 'Volleyball'],
  tabletennis: ['乒乓球', 'Table tennis'],
  tennis: ['网球', 'Tennis'],
  football: ['足球', 'Football'],
  squash: ['壁球', 'Squash'],
  dance: ['舞蹈', 'Dance'],
  fitness: ['健身', 'Fitness'],
  gym: ['体操、健身', 'Gym'],
  gymnasium: ['体育馆', 'Gymnasium'],
  training: ['训练', 'Training'],
  fieldofplay: categories.court,
  recreation: categories.court,
  swimming: ['游泳', 'Swimming'],
  swimmingpool: categories.pool,
  stand: ['看台', 'Stand'],
  stands: ['看台', 'Stands'],
  bleachers: ['看台', 'Bleachers'],
  changingroom: categories.changing,
  lockerroom: categories.changing,
  wc: toilet,
  restroom: toilet,
  restroommale: ['男卫生间', 'Men’s toilets'],
  restroomfemale: ['女卫生间', 'Women’s toilets'],
  restroomwheelchair: ['无障碍卫生间', 'Accessible toilet'],
  accessibletoilet: ['无障碍卫生间', 'Accessible toilet'],
  firstaid: categories['first-aid'],
  stair: categories.stairs,
  elevator: ['电梯', 'Lift'],
  ramp: ['坡道', 'Ramp'],
  escalator: ['自动扶梯', 'Escalator'],
  cafe: ['咖啡厅', 'Café'],
  restaurant: ['餐厅', 'Restaurant'],
  foodservice: categories.food,
  kitchen: ['厨房', 'Kitchen'],
  ticketing: ['售票', 'Tickets'],
  meeting: ['会议', 'Meeting'],
  conferenceroom: ['会议室', 'Conference room'],
  vip: ['贵宾室', 'VIP'],
  store: categories.storage,
  information: ['问询处', 'Information'],
  defibrillator: ['除颤器（AED）', 'Defibrillator (AED)'],
  drinkingwater: ['饮水处', 'Drinking water'],
  baggagestorage: ['存包处', 'Lockers'],
  vending: ['自动售货机', 'Vending machine'],
  seat: ['休息座椅', 'Seats'],
  fireextinguisher: ['灭火器', 'Fire extinguisher'],
  wheelchairparking: ['轮椅席位', 'Wheelchair space'],
  powercharging: ['充电处', 'Charging'],
  nonpublic: ['非公共区域', 'Not public'],
  unspecified: categories.room,
  notdefined: categories.room,
}

/** A code's word; what somebody wrote in words of their own stays as it is, and so does a code that nobody knows. */
export function wordOfUse(use: string, language: string): string {
  const code = use.toLowerCase()
  const words =
    categories[code as SpaceCategory] ?? (/^[\w.-]+$/.test(use) ? codes[code.replace(/[^a-z]/g, '')] : undefined)
  return words?.[language.startsWith('en') ? 1 : 0] ?? use
}
