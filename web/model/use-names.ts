import { useCallback } from 'react'
import { useText } from '../i18n/use-text.tsx'
import { classWord, spaceName, storeyName } from './names.ts'
import { useModel } from './view-context.ts'

/** Names of elements, storeys and spaces in the reader's language. */
export function useNames() {
  const { language, t } = useText()
  const { building, source, spaces } = useModel()
  const nameOfStorey = useCallback(
    (guid: string | null) => storeyName(guid, building, source.building, language) || t('model.noStorey'),
    [building, source, language, t],
  )
  const nameOfSpace = useCallback(
    (guid: string) => {
      const row = spaces.get(guid)
      if (row) return spaceName(row, language)
      const space = source.building.spaces.find((each) => each.guid === guid)
      return space?.longName || space?.name || guid
    },
    [spaces, source, language],
  )
  const nameOfElement = useCallback(
    (id: number) => {
      const element = source.building.elements[id]
      if (!element) return t('model.unnamed')
      if (element.ifcClass === 'IfcSpace') return nameOfSpace(element.guid)
      return element.name || classWord(element.ifcClass, t)
    },
    [source, t, nameOfSpace],
  )
  return { nameOfStorey, nameOfSpace, nameOfElement, nameOfClass: (ifcClass: string) => classWord(ifcClass, t) }
}
