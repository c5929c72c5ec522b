// Reading aids: what was chosen is applied, and the button for them is made; aids.js comes with its first click, and
// pictures.js with the first picture that is opened.
(() => {
  const root = document.documentElement, key = 'reading-aids'
  const choices = {size: ['', 'large', 'larger'], contrast: ['', 'high'], spacing: ['', 'wide']}
  let chosen = {}
  try { chosen = JSON.parse(localStorage.getItem(key)) || {} } catch (e) { /* no memory */ }
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
  for (const [name, value] of [['rel', 'expect'], ['href', '#site:main'], ['blocking', 'render']]) head.setAttribute(name, value)
  document.head.append(head)

  const keep = () => {
    apply()
    try { localStorage.setItem(key, JSON.stringify(chosen)) } catch (e) { /* for this page only */ }
  }
  document.addEventListener('DOMContentLoaded', () => {
    // The search that was unfolded is typed into.
    for (const find of document.querySelectorAll('.find')) {
      find.addEventListener('toggle', () => find.open && find.nextElementSibling.querySelector('input').focus())
    }
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
