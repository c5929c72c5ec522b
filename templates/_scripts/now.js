// What goes on, and what is over, by the reader's clock: the page itself says dates alone. Entries tell in `data-from` and
// `data-to` (the first moment after) when they hold, lists in `data-words` what is said of what is over, goes on, and is
// today or tomorrow.
(() => {
  const DAY = 864e5, parse = Date.parse, all = (root, what) => [...root.querySelectorAll(what)], seen = new WeakSet()
  const mark = loading => {
    const now = Date.now()
    all(document, '[data-to]').forEach(entry => {
      const first = loading || !seen.has(entry)
      if (document.readyState !== 'loading') seen.add(entry)
      const {from = '', to} = entry.dataset, start = parse(from), end = parse(to), past = now >= end
      // What was seen keeps its space.
      if (past && !entry.dataset.past) entry.dataset.past = first ? 'gone' : 'kept'
      const list = entry.closest('[data-words]'), place = list && entry.querySelector('.meta')
      if (!place) return
      // Days are those of the place, whose offset stands in the moment; of a day without a time no more is known.
      const dayOf = moment => Math.floor((moment + parse(from.slice(0, 19) + 'Z') - start) / DAY)
      const on = now >= start && (end - start > DAY || !from.includes('T00:00'))
      const word = list.dataset.words.split('|')[past ? 0 : on ? 1 : 2 + dayOf(start) - dayOf(now)] || ''
      let label = place.querySelector('.mark')
      if (first && word && !label) {
        place.prepend(label = document.createElement('strong'))
        label.className = 'mark'
      }
      if (label && label.textContent !== word) label.textContent = word
    })
    // Where all is over there is nothing to be headed; where an alert is over the others unfold.
    if (loading) all(document, '.alerts,.coming,.here').forEach(part => {
      const past = all(part, '[data-past]').length, more = part.querySelector('details')
      part.hidden = past && past === all(part, '[data-to]').length
      if (past && more) more.dataset.open = more.open = true
    })
  }
  // As soon as something is there, so that all is said before it is seen.
  new MutationObserver(() => mark(document.readyState === 'loading')).observe(document, {childList: true, subtree: true})
  document.addEventListener('DOMContentLoaded', () => mark(true))
  document.addEventListener('visibilitychange', () => mark())
})()
