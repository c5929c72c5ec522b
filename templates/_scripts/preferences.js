// What was chosen on this device is applied: reading aids, whose button is made here, and a community of one's own. What
// they do more comes when it is asked for: aids.js with the first click, community.js where there is a place for it; and
// pictures.js with the first picture that is opened.
(() => {
  const root = document.documentElement, key = 'reading-aids'
  const choices = {size: ['', 'large', 'larger'], contrast: ['', 'high'], spacing: ['', 'wide']}
  // Several sites may have one origin: its scripts tell where a site begins.
  const site = 'community ' + new URL('..', document.currentScript.src)
  let chosen = {}
  try {
    const own = localStorage[site]
    if (own) root.dataset.community = own
    chosen = JSON.parse(localStorage[key]) || {}
  } catch (e) { /* no memory */ }
  const apply = () => {
    for (const name in choices) {
      root.dataset[name] = choices[name].includes(chosen[name]) ? chosen[name] : ''
    }
  }
  // Before the first paint, so that nothing moves.
  apply()
  root.dataset.aids = ''
  // Nor does the head while it comes: what knows how paints nothing before it is whole.
  const head = document.createElement('link')
  Object.assign(head, {rel: 'expect', href: '#site:main'}).setAttribute('blocking', 'render')
  document.head.append(head)

  const keep = () => {
    apply()
    try { localStorage[key] = JSON.stringify(chosen) } catch (e) { /* for this page only */ }
  }
  document.addEventListener('DOMContentLoaded', () => {
    // The search that was unfolded is typed into.
    const find = document.querySelector('.find')
    if (find) find.ontoggle = () => find.open && find.nextElementSibling.elements[0].focus()
    const mine = document.querySelector('.mine:not([hidden])')
    if (mine) import(mine.dataset.script).then(community => community.join(mine, site))
    const place = document.querySelector('.aids')
    if (!place) return
    const [title, ...words] = place.dataset.words.split('|')
    const panel = document.createElement('div'), button = document.createElement('button')
    Object.assign(panel, {id: 'site:aids', className: 'aids-panel', hidden: true})
    Object.assign(button, {type: 'button', textContent: title})
    button.setAttribute('aria-controls', panel.id)
    button.setAttribute('aria-expanded', false)
    button.onclick = () => {
      panel.hidden = !panel.hidden
      button.setAttribute('aria-expanded', !panel.hidden)
      if (panel.hasChildNodes()) return
      panel.append('')
      import(place.dataset.script).then(aids => aids.fill(panel, choices, words, value => {
        if (value) { chosen = value; keep() }
        return chosen
      }))
    }
    place.append(button)
    place.after(panel)
  })
  document.addEventListener('click', event => {
    const link = event.target.closest('a.enlarge'), words = document.querySelector('.enlarging')
    if (!link || !words || !window.HTMLDialogElement || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    import(words.dataset.script).then(pictures => pictures.show(link, words.dataset), () => { location = link.href })
  })
})()
