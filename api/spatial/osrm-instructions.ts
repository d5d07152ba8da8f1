import type { RouteStep } from './osrm-reply.ts'

export interface Instruction {
  instructionZh: string
  instructionEn: string
}

/** An OSRM step in words. Types and modifiers are those of OSRM's HTTP API; an unknown type is told as a turn, as that API asks for. */
export function instructionOf({ type, modifier, exit, street, bearingAfter }: RouteStep): Instruction {
  const turn = turns[modifier ?? 'straight'] ?? turns.straight!
  const [ontoZh, ontoEn] = street ? [`，进入${street}`, ` onto ${street}`] : ['', '']
  const [alongZh, alongEn] = street ? [`沿${street}`, ` along ${street}`] : ['', '']
  const say = (instructionZh: string, instructionEn: string): Instruction => ({ instructionZh, instructionEn })
  switch (type) {
    case 'depart': {
      const [zh, en] = compass[Math.round((bearingAfter ?? 0) / 45) % 8]!
      return say(`从起点${alongZh}向${zh}出发`, `Head ${en}${alongEn}`)
    }
    case 'arrive': {
      const [zh, en] = arrivals[modifier ?? ''] ?? ['', '']
      return say(`到达目的地${zh}`, `You have arrived${en}`)
    }
    case 'new name':
    case 'notification':
      return say(`继续前行${ontoZh}`, `Continue${ontoEn}`)
    case 'merge':
      return say(`${turn.sideZh}并入${street || '主路'}`, `Merge${turn.sideEn}${ontoEn}`)
    case 'on ramp':
      return say(`${turn.sideZh}驶入匝道${ontoZh}`, `Take the ramp${turn.onEn}${ontoEn}`)
    case 'off ramp':
      return say(`${turn.sideZh}驶出匝道${ontoZh}`, `Take the exit${turn.onEn}${ontoEn}`)
    case 'fork':
      return say(`岔路口${turn.keepZh}${ontoZh}`, `Keep ${turn.keepEn} at the fork${ontoEn}`)
    case 'end of road':
      return say(`道路尽头${turn.zh}${ontoZh}`, `${turn.en} at the end of the road${ontoEn}`)
    case 'roundabout':
    case 'rotary':
      return exit === undefined
        ? say(`进入环岛${ontoZh}`, `Enter the roundabout${ontoEn}`)
        : say(`进入环岛，从第 ${exit} 个出口驶出${ontoZh}`, `At the roundabout take exit ${exit}${ontoEn}`)
    case 'exit roundabout':
    case 'exit rotary':
      return say(`驶出环岛${ontoZh}`, `Leave the roundabout${ontoEn}`)
    default:
      return say(`${turn.zh}${ontoZh}`, `${turn.en}${ontoEn}`)
  }
}

interface Turn {
  zh: string
  en: string
  keepZh: string
  keepEn: string
  sideZh: string
  sideEn: string
  onEn: string
}

const right = { keepZh: '靠右', keepEn: 'right', sideZh: '向右', sideEn: ' right', onEn: ' on the right' }
const left = { keepZh: '靠左', keepEn: 'left', sideZh: '向左', sideEn: ' left', onEn: ' on the left' }
const ahead = { keepZh: '直行', keepEn: 'straight', sideZh: '', sideEn: '', onEn: '' }

const turns: Readonly<Record<string, Turn>> = {
  uturn: { zh: '掉头', en: 'Make a U-turn', ...left },
  'sharp right': { zh: '向右急转', en: 'Turn sharp right', ...right },
  right: { zh: '右转', en: 'Turn right', ...right },
  'slight right': { zh: '稍向右转', en: 'Bear right', ...right },
  straight: { zh: '直行', en: 'Go straight', ...ahead },
  'slight left': { zh: '稍向左转', en: 'Bear left', ...left },
  left: { zh: '左转', en: 'Turn left', ...left },
  'sharp left': { zh: '向左急转', en: 'Turn sharp left', ...left },
}

const arrivals: Readonly<Record<string, [zh: string, en: string]>> = {
  right: ['，在右侧', ', on the right'],
  'slight right': ['，在右侧', ', on the right'],
  'sharp right': ['，在右侧', ', on the right'],
  left: ['，在左侧', ', on the left'],
  'slight left': ['，在左侧', ', on the left'],
  'sharp left': ['，在左侧', ', on the left'],
  straight: ['，在正前方', ', straight ahead'],
}

const compass: readonly [zh: string, en: string][] = [
  ['北', 'north'],
  ['东北', 'north-east'],
  ['东', 'east'],
  ['东南', 'south-east'],
  ['南', 'south'],
  ['西南', 'south-west'],
  ['西', 'west'],
  ['西北', 'north-west'],
]
