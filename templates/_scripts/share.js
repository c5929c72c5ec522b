// Buttons that print a page and copy its address. Their words, and what is said once it is copied, stand in `data-words`.
(() => {
  const place = document.querySelector('[data-share]')
  const [print, copy, copied] = place.dataset.words.split('|'), {clipboard} = navigator
  const status = document.createElement('span')
  const add = (words, act) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = words
    button.addEventListener('click', act)
    place.append(button)
  }
  add(print, () => window.print())
  // Browsers give it to pages that are sent by https alone.
  if (clipboard) add(copy, () => clipboard.writeText(place.dataset.share).then(() => {
    status.textContent = copied
  }))
  status.setAttribute('role', 'status')
  place.append(status)
})()
