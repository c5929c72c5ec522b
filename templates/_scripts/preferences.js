// Reading aids: text size, contrast, spacing, reading aloud. The choice stays on the device.
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

  const make = (tag, properties, ...children) => {
    const node = Object.assign(document.createElement(tag), properties)
    node.append(...children)
    return node
  }
  const keep = () => {
    apply()
    try { localStorage.setItem(key, JSON.stringify(chosen)) } catch (e) { /* for this page only */ }
  }

  // What is read: words by block and language, nothing that is only for the eye.
  const BLOCKS = 'h1,h2,h3,h4,h5,h6,p,li,dt,dd,th,td,caption,figcaption,summary,pre'
  const HIDDEN = '[aria-hidden=true],svg,details:not([open])>:not(summary)'
  const passages = () => {
    const found = [], walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT)
    let last = {}
    while (walk.nextNode()) {
      const text = walk.currentNode.data, parent = walk.currentNode.parentElement
      if (!text.trim() || !parent.getClientRects().length || parent.closest(HIDDEN)) continue
      const block = parent.closest(BLOCKS), lang = parent.closest('[lang]').lang
      if (last.block === block && last.lang === lang) last.text += text
      else found.push(last = {block, lang, text})
    }
    return found
  }
  const reader = (read, stop) => {
    const speech = window.speechSynthesis, start = tag => tag.slice(0, 2).toLowerCase()
    const voice = tag => speech.getVoices().find(each => start(each.lang) === start(tag))
    const button = make('button', {type: 'button', hidden: true}, read)
    const end = () => { speech.cancel(); button.textContent = read }
    button.onclick = () => {
      if (button.textContent === stop) return end()
      button.textContent = stop
      const parts = passages()
      parts.forEach((part, n) => {
        const said = new SpeechSynthesisUtterance(part.text.replace(/\s+/g, ' ').trim())
        said.lang = part.lang
        said.voice = voice(part.lang) || null
        if (n === parts.length - 1) said.onend = end
        speech.speak(said)
      })
    }
    const offer = () => { button.hidden = !voice(root.lang) }
    speech.onvoiceschanged = offer
    window.addEventListener('pagehide', end)
    offer()
    return button
  }

  document.addEventListener('DOMContentLoaded', () => {
    const place = document.querySelector('.aids')
    if (!place) return
    const [title, ...words] = place.dataset.words.split('|')
    const panel = make('div', {id: 'site:aids', className: 'aids-panel', hidden: true})
    const inputs = []
    for (const name in choices) {
      panel.append(make('fieldset', {}, make('legend', {}, words.shift()), ...choices[name].map(value => {
        const input = make('input', {type: 'radio', name: 'site:' + name, value})
        input.checked = root.dataset[name] === value
        input.onchange = () => { chosen[name] = value; keep() }
        inputs.push(input)
        return make('label', {}, input, ' ' + words.shift())
      })))
    }
    const [read, stop, reset] = words
    if (window.speechSynthesis) panel.append(reader(read, stop))
    const back = make('button', {type: 'button'}, reset)
    back.onclick = () => { chosen = {}; keep(); for (const each of inputs) each.checked = !each.value }
    panel.append(back)
    const button = make('button', {type: 'button'}, title)
    button.setAttribute('aria-controls', panel.id)
    const open = is => { panel.hidden = !is; button.setAttribute('aria-expanded', is) }
    button.onclick = () => open(panel.hidden)
    open(false)
    place.append(button)
    place.parentElement.after(panel)
  })
})()
