/** What the law lets a person ask for (个人信息保护法, articles 45 and 47): asked and told by the module of people, answered by whoever keeps rows about persons. */
declare module './bus.ts' {
  interface Questions {
    /** What a module keeps about a person, for the export that the law gives them: named sections of plain rows. */
    'person-data': { question: { personId: string }; answer: PersonSections }
  }
  interface Notices {
    /**
     * The person is being erased: drop what is theirs alone, and names, numbers and words that tell of them elsewhere. Whoever
     * still owes them something refuses with a 409 that says what to do first.
     */
    'person.erased': { personId: string; erasedName: string }
  }
}

export type PersonSections = Readonly<Record<string, readonly unknown[]>>
