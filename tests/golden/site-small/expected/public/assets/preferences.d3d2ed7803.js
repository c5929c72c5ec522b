// Reading aids: text size, contrast, spacing, reading aloud. What is chosen stays on the device.
(() => {
  const root = document.documentElement, key = 'reading-aids'
  const choices = {size: ['', 'large', 'larger'], contrast: ['', 'high'], spacing: ['', 'wide']}
  let chosen
  try { chosen = JSON.parse(localStorage.getItem(key)) } catch (e) { /* storage may be forbidden */ }
  if (!chosen || typeof chosen !== 'object') chosen = {}
  const apply = () => {
    for (const name in choices) {
      if (chosen[name] && choices[name].includes(chosen[name])) root.dataset[name] = chosen[name]
      else delete root.dataset[name]
    }
  }
  // Before anything is painted, so that nothing moves.
  apply()
  root.dataset.aids = ''

  const make = (tag, properties, ...children) => {
    const node = Object.assign(document.createElement(tag), properties)
    node.append(...children)
    return node
  }
  const keep = () => {
    apply()
    try { localStorage.setItem(key, JSON.stringify(chosen)) } catch (e) { /* then only this page */ }
  }

  // The parts of the page that are read, each in its own language; what lies within another is read with that.
  const PARTS = 'h1,h2,h3,h4,p,li,dt,dd,th,td,caption,figcaption,pre'
  const sentences = () => [...document.querySelectorAll('main :is(' + PARTS + ')')].filter(node =>
    !node.parentElement.closest(PARTS) && node.offsetParent && node.innerText.trim())
  const reader = (read, stop) => {
    const speech = window.speechSynthesis, voice = tag => speech.getVoices().find(each =>
      each.lang.slice(0, 2).toLowerCase() === tag.slice(0, 2).toLowerCase())
    const button = make('button', {type: 'button', hidden: true}, read)
    const end = () => { speech.cancel(); button.textContent = read }
    button.onclick = () => {
      if (button.textContent === stop) return end()
      button.textContent = stop
      const parts = sentences()
      parts.forEach((node, n) => {
        const said = new SpeechSynthesisUtterance(node.innerText)
        said.lang = node.closest('[lang]').lang
        said.voice = voice(said.lang) || null
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
        input.checked = (root.dataset[name] || '') === value
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
