import { SaxesParser } from 'saxes'
import { FileUnreadable } from './file-rows.ts'

/** A node of a small XML tree: names without their prefix. */
export interface XmlNode {
  name: string
  attributes: Record<string, string>
  children: XmlNode[]
  text: string
}

const deepest = 60
const mostNodes = 3_000_000

/** Parses XML; a document type is refused, so that no entity can be defined (billion laughs, outside files). @throws FileUnreadable. */
export function parseXml(text: string): XmlNode {
  const root: XmlNode = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  let nodes = 0
  const parser = new SaxesParser({ position: true })
  parser.on('doctype', () => {
    throw new FileUnreadable('The XML has a document type; remove the <!DOCTYPE …> line.')
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length > deepest || ++nodes > mostNodes)
      throw new FileUnreadable('The XML is nested too deep or too long.')
    const node = { name: localName(name), attributes: attributes as Record<string, string>, children: [], text: '' }
    open.at(-1)!.children.push(node)
    open.push(node)
  })
  parser.on('closetag', () => void open.pop())
  const addText = (part: string) => {
    open.at(-1)!.text += part
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('error', (error) => {
    throw new FileUnreadable(`The XML is not well formed: ${error.message}.`)
  })
  parser.write(text.replace(/^\ufeff/, '')).close()
  return root
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

export const childrenOf = (node: XmlNode, name: string): XmlNode[] =>
  node.children.filter((child) => child.name === name)
export const childText = (node: XmlNode, name: string): string => childrenOf(node, name)[0]?.text.trim() ?? ''

/** Every node of a name below another, in order. */
export function allBelow(node: XmlNode, name: string): XmlNode[] {
  const found: XmlNode[] = []
  const walk = (at: XmlNode) => {
    for (const child of at.children) {
      if (child.name === name) found.push(child)
      walk(child)
    }
  }
  walk(node)
  return found
}
