import type { Space } from '../converted-building.ts'

/** Whether a space is a lift's shaft by its name or use. */
export const isLiftShaft = ({ name, longName, use }: Pick<Space, 'name' | 'longName' | 'use'>): boolean =>
  [name, longName, use].some((text) => text !== null && /\b(lift|elevator|aufzug)|fahrstuhl|电梯|升降梯/i.test(text)) &&
  ![name, longName].some((text) => text !== null && /lobby|hall|foyer|vorraum|前室|厅|机房|machine/i.test(text))
