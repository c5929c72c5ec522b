// What the panel of the reading aids holds: text size, contrast, spacing, reading aloud. The choice stays on the device.
const root = document.documentElement

const make = (tag, properties, ...children) => {
  const node = Object.assign(document.createElement(tag), properties)
  node.append(...children)
  return node
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

// `choices` has the values of each aid, `chosen` gives what is chosen, and takes another choice.
export const fill = (panel, choices, words, chosen) => {
  const [read, stop, reset] = words.splice(-3), inputs = []
  for (const name in choices) {
    panel.append(make('fieldset', {}, make('legend', {}, words.shift()), ...choices[name].map(value => {
      const input = make('input', {type: 'radio', name: 'site:' + name, value})
      input.checked = root.dataset[name] === value
      input.onchange = () => chosen({...chosen(), [name]: value})
      inputs.push(input)
      return make('label', {}, input, ' ' + words.shift())
    })))
  }
  if (window.speechSynthesis) panel.append(reader(read, stop))
  const back = make('button', {type: 'button'}, reset)
  back.onclick = () => { chosen({}); for (const each of inputs) each.checked = !each.value }
  panel.append(back)
}
