// Shows on the page that a passkey did not work; allauth reports it only to the console.
document.addEventListener('allauth.error', function (event) {
  const problem = document.getElementById('passkey_problem')
  if (problem) {
    event.preventDefault()
    problem.hidden = false
    problem.focus()
  }
})
