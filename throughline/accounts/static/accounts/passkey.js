// Says on the page when a passkey did not work: allauth says it to the console alone.
document.addEventListener('allauth.error', function (event) {
  const problem = document.getElementById('passkey_problem')
  if (problem) {
    event.preventDefault()
    problem.hidden = false
    problem.focus()
  }
})
