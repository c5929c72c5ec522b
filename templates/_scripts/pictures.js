// A picture opens over the page, which stays where it is; preferences.js asks for this with the first one.
const make = (tag, properties, ...children) => {
  const node = Object.assign(document.createElement(tag), properties)
  node.append(...children)
  return node
}

// What is shown is shown in its style: it comes once.
let dressed
const dress = style => dressed = dressed || new Promise(done => {
  document.head.append(make('link', {rel: 'stylesheet', href: style, onload: done, onerror: done}))
})

export const show = async (link, {style, words}) => {
  await dress(style)
  const [close, whole] = words.split('|'), small = link.querySelector('img')
  const picture = link.firstElementChild.cloneNode(true)
  for (const each of [picture, ...picture.querySelectorAll('*')]) if (each.sizes) each.sizes = '100vw'
  const back = make('button', {type: 'button'}, close), caption = small.alt || document.title
  const dialog = make('dialog', {className: 'viewer'},
    make('div', {}, back, make('a', {href: link.href}, whole)),
    make('p', {className: small.height && small.naturalHeight > 2 * small.naturalWidth ? 'long' : ''}, picture),
    make('p', {}, small.alt))
  dialog.setAttribute('aria-label', caption)
  // The way back of a phone closes the picture, and leads nowhere else.
  history.pushState({picture: 1}, '')
  const leave = () => dialog.close()
  window.addEventListener('popstate', leave, {once: true})
  dialog.onclose = () => {
    window.removeEventListener('popstate', leave)
    if (history.state && history.state.picture) history.back()
    dialog.remove()
    link.focus({preventScroll: true})
  }
  back.onclick = leave
  picture.onclick = leave
  document.body.append(dialog)
  dialog.showModal()
}
