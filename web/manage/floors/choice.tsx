import { type RefSelectProps, Select, type SelectProps } from 'antd'
import { useRef } from 'react'

/** A select that gives the keys back to the drawing once chosen: while it has the focus, Ctrl-Z opens its list instead of only undoing. */
export function Choice<Value>(props: SelectProps<Value>) {
  const select = useRef<RefSelectProps>(null)
  return <Select<Value> {...props} ref={select} onSelect={() => select.current?.blur()} />
}
