// The search page: what is asked for stands in its address; what answers it is loaded with the first query.
'use strict'
const [form, state, late] = ['search', 'state', 'late'].map(id => document.getElementById('site:' + id))
// One's own community stands there, where one is chosen, as long as nothing is asked for.
const mine = !location.search && document.querySelector('[data-community] .mine')
let isUsed

const answer = async () => {
  const asked = new URLSearchParams(location.search)
  for (const field of form.elements) if (field.name) field.value = asked.get(field.name) || ''
  if (mine) mine.hidden = !!location.search
  isUsed = isUsed || location.search
  if (!isUsed) return
  state.textContent = state.dataset.searching
  try {
    (await import(form.dataset.script)).answer()
  } catch (error) {
    state.textContent = state.dataset.failed
  }
}

form.onsubmit = event => {
  event.preventDefault()
  history.pushState(null, '', '?' + new URLSearchParams([...new FormData(form)].filter(([, value]) => value)))
  answer()
}
form.onchange = event => event.target.name === 'q' || form.onsubmit(event)
onpopstate = answer
late.remove()
answer()
